// Draw bars as SVG, with their numbers beside them.

const LINE = 30;
const ROOMY = { width: 560, left: 150, wide: 250, letters: 10 };
const PHONE = { width: 350, left: 106, wide: 128, letters: 7 };

function svg(tag, props, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

// Bars from the left: `value` of `of`; `before` is a line across; `more` is said where there is room; `act` makes a bar something to press.
export function bars(rows, of = 1) {
  const size = matchMedia("(max-width: 600px)").matches ? PHONE : ROOMY;
  const told = rows.map((row) => `${row.label} ${row.text}${row.more || ""}`).join("；");
  const plot = svg("svg", { class: "plot", viewBox: `0 0 ${size.width} ${rows.length * LINE}`, role: rows.some((row) => row.act) ? "group" : "img", "aria-label": told });
  rows.forEach((row, at) => plot.append(bar(row, at * LINE, of, size)));
  return plot;
}

function bar(row, y, of, { width, left, wide, letters }) {
  const group = svg("g", row.act ? { class: "press", tabindex: 0, role: "button", "aria-label": `${row.label} ${row.text}，${row.doing || "看诉求"}` } : {});
  const share = Math.min(1, Math.max(0, (row.value || 0) / of));
  group.append(svg("rect", { x: 0, y, width, height: LINE, fill: "transparent" }));
  group.append(svg("text", { x: left - 8, y: y + 20, "text-anchor": "end" }, row.label.length > letters ? `${row.label.slice(0, letters - 1)}…` : row.label));
  group.append(svg("rect", { class: "track", x: left, y: y + 6, width: wide, height: 18, rx: 4 }));
  if (row.value !== null) group.append(svg("rect", { class: `fill ${row.kind || ""}`, x: left, y: y + 6, width: share * wide, height: 18, rx: 4 }));
  if (row.before !== undefined && row.before !== null) {
    const x = left + (row.before / of) * wide;
    group.append(svg("line", { class: "before", x1: x, x2: x, y1: y + 2, y2: y + 28 }));
  }
  group.append(svg("text", { x: left + wide + 8, y: y + 20 }, width === PHONE.width ? row.text : `${row.text}${row.more || ""}`));
  if (row.act) {
    group.addEventListener("click", row.act);
    group.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); row.act(); } });
  }
  return group;
}

export const percent = (share) => (share === null || share === undefined ? "暂无" : `${Math.round(share * 100)}%`);
