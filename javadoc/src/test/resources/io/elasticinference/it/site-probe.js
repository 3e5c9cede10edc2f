// What can be seen of a page of the Javadoc site, as the body of a function.
const numbers = (text) => (text.match(/-?\d+(\.\d+)?/g) || []).map(Number);
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
const opaque = (color) => !/^rgba\(.*, 0\)$|^transparent$|^none$/.test(color);
const paper = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const color = getComputedStyle(e).backgroundColor;
    if (opaque(color)) return color;
  }
  return "rgb(255, 255, 255)";
};
const shown = (box) => box.width > 1 && box.height > 1 && box.right > 0;
const words = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode() && words.length < 3000) {
  const element = walker.currentNode.parentElement;
  if (walker.currentNode.data.trim() && !element.closest("svg, script, noscript") && shown(element.getBoundingClientRect())) {
    words.push(element);
  }
}
const faint = (color, ground, text) => ({ text: text.slice(0, 40), contrast: Math.round(contrast(color, ground) * 100) / 100 });
const seen = [...new Set(words)].map((e) => faint(getComputedStyle(e).color, paper(e), e.textContent.trim()));

// In a diagram, the smallest form around a text is what it stands on.
const diagrams = [...document.querySelectorAll("svg.diagram")].map((svg) => {
  const around = svg.getBoundingClientRect();
  const forms = [...svg.querySelectorAll("rect")].map((form) => [form, form.getBoundingClientRect()]);
  const texts = [...svg.querySelectorAll("text")].map((text) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const room = forms
      .filter(([, r]) => r.left < x && x < r.right && r.top < y && y < r.bottom)
      .sort(([, a], [, b]) => a.width * a.height - b.width * b.height)[0];
    const walls = room ? room[1] : around;
    const ground = room ? getComputedStyle(room[0]).fill : paper(svg);
    return {
      ...faint(getComputedStyle(text).fill, ground, text.textContent),
      inside: box.left >= walls.left - 1 && box.right <= walls.right + 1 && box.top >= walls.top - 1 && box.bottom <= walls.bottom + 1,
      height: box.height < box.width ? box.height : box.width,
    };
  });
  return {
    title: svg.querySelector("title").textContent,
    width: Math.round(around.width),
    height: Math.round(around.height),
    inside: around.left >= 0 && around.right <= innerWidth,
    texts,
  };
});
const scroller = document.querySelector(".flex-content");
return {
  title: document.title,
  heading: document.querySelector("h1").innerText,
  seen,
  diagrams,
  background: luminance(paper(document.body)),
  overflow: Math.max(
    document.documentElement.scrollWidth - innerWidth,
    scroller.scrollWidth - scroller.clientWidth),
  search: document.getElementById("search-input").getBoundingClientRect().width,
};
