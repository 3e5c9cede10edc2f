// What can be seen of a load report, as the body of a function.
const numbers = (text) => text.match(/-?\d+(\.\d+)?/g).map(Number);
const luminance = (color) => {
  const [r, g, b] = numbers(color).slice(0, 3).map((v) => {
    const share = v / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
const body = getComputedStyle(document.body);
const lines = [...document.querySelectorAll("figure svg path.line, .chart svg path.line")].map((path) => {
  const box = path.getBoundingClientRect();
  return {
    points: numbers(path.getAttribute("d")).length / 2,
    drawn: Math.round(path.getTotalLength()),
    width: Math.round(box.width),
    inside: box.left >= -1 && box.right <= document.documentElement.clientWidth + 1,
    visible: contrast(getComputedStyle(path).stroke, getComputedStyle(path.closest(".chart")).backgroundColor),
  };
});
const area = document.querySelector("[data-time]");
const box = area.getBoundingClientRect();
area.dispatchEvent(
  new PointerEvent("pointermove", { clientX: box.left + box.width / 2, clientY: box.top + 20, bubbles: true }));
const tips = [...document.querySelectorAll(".tip")].filter((tip) => !tip.hidden).map((tip) => tip.innerText);
return {
  title: document.title,
  text: document.body.innerText,
  charts: [...document.querySelectorAll(".chart")].map((chart) => chart.innerText.trim().split("\n")[0]),
  lines,
  bars: document.querySelectorAll(".bar").length,
  marks: document.querySelectorAll(".mark").length,
  tips,
  background: luminance(body.backgroundColor),
  contrast: contrast(body.color, body.backgroundColor),
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
};
