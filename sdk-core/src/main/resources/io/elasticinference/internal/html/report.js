// Shows the values at the pointer's time, in all charts at once.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const areas = [...document.querySelectorAll("[data-time]")];
  const make = (parent, kind, name) => {
    const node = document.createElement(kind);
    node.className = name;
    node.hidden = true;
    return parent.appendChild(node);
  };
  const crosses = areas.map((area) => make(area, "div", "cross"));
  const tips = areas.map((area) => make(area, "div", "tip"));
  const clock = (s) => {
    const whole = Math.round(Math.abs(s));
    return (s < 0 && whole ? "−" : "") + Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  };
  // A step holds its value until the next; of a line the nearest point counts.
  const at = (line, time) => {
    let i = 0;
    while (i + 1 < line.t.length && line.t[i + 1] <= time) i++;
    if (!line.t.length || (line.step && line.t[0] > time)) return "–";
    if (!line.step) {
      if (i + 1 < line.t.length && line.t[i + 1] - time < time - line.t[i]) i++;
      const gap = line.t.length > 1 ? line.t[1] - line.t[0] : 1;
      if (Math.abs(line.t[i] - time) > gap) return "–";
    }
    return line.s[i];
  };
  const show = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const time = data.from + share * (data.to - data.from);
    areas.forEach((area, i) => {
      crosses[i].hidden = tips[i].hidden = false;
      crosses[i].style.left = share * 100 + "%";
      const rows = data.charts[i].lines.map((line) => {
        const row = document.createElement("div");
        const name = row.appendChild(document.createElement("span"));
        const dot = name.appendChild(document.createElement("i"));
        dot.className = line.color;
        name.append(line.name);
        row.appendChild(document.createElement("b")).textContent = at(line, time);
        return row;
      });
      tips[i].replaceChildren(clock(time), ...rows);
      // On the side with more room, and never beyond the chart's edges: a phone has little of it.
      const width = area.clientWidth;
      const wide = tips[i].offsetWidth;
      const left = share > 0.5 ? share * width - 10 - wide : share * width + 10;
      tips[i].style.left = Math.max(0, Math.min(width - wide, left)) + "px";
    });
  };
  const hide = () => [...crosses, ...tips].forEach((node) => (node.hidden = true));
  areas.forEach((area) => {
    area.addEventListener("pointermove", show);
    area.addEventListener("pointerdown", show);
    area.addEventListener("pointerleave", hide);
  });
})();
