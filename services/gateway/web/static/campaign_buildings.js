// Building beside building: who has answered, the mean marks, and what each chose.
import { bars, percent } from "./plot.js";
import { h } from "./view.js";

const APART = 0.3;
const STEPS = 5;
const named = (name) => (name ? `${name} 栋` : "未登记楼栋");
const inOrder = (rows) => [...rows].sort((a, b) => a.building.localeCompare(b.building, "zh", { numeric: true }));

export function turnout(rows) {
  if (rows.length < 2) return null;
  return h("section", { class: "card" }, h("h2", {}, "各楼栋回收率"),
    bars(inOrder(rows).map((one) => ({ label: named(one.building), value: one.rate, text: `${one.answered} / ${one.invited} 户（${percent(one.rate)}）` })), 1));
}

export function means(one) {
  const shown = inOrder(one.buildings).filter((b) => !b.hidden && typeof b.mean === "number");
  const few = inOrder(one.buildings).filter((b) => b.hidden).map((b) => named(b.building));
  if (!shown.length && !few.length) return null;
  const top = Math.max(...one.parts.flatMap((part) => part.choices.map((c) => Number(c.label))), 1);
  return [h("h3", {}, "各楼栋平均分"),
    shown.length ? bars(shown.map((b) => ({ label: named(b.building), value: b.mean, before: b.before, text: `${b.mean}（${b.answered} 份）`, more: typeof b.before === "number" ? ` 上期 ${b.before}` : "", kind: b.mean < one.mean - APART ? "low" : "" })), top) : null,
    shown.some((b) => b.mean < one.mean - APART) ? h("p", { class: "quiet" }, `橙色：比全小区低 ${APART} 分以上。`) : null,
    few.length ? h("p", { class: "quiet" }, `少于 5 份（或由此能推算出来）、不单独显示：${few.join("、")}`) : null];
}

// A table of shares; the darker, the more.
export function breakdown(part) {
  const shown = inOrder(part.buildings).filter((b) => !b.hidden && b.shares.length);
  if (!shown.length) return null;
  const heads = part.choices.map((c) => h("th", { scope: "col" }, c.label));
  const cell = (share) => h("td", { class: `heat${Math.round(share * STEPS)}` }, percent(share));
  return h("details", { class: "more" }, h("summary", {}, "按楼栋看"), h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "楼栋"), heads, h("th", { scope: "col" }, "份数"))),
    h("tbody", {}, shown.map((b) => h("tr", {}, h("th", { scope: "row" }, named(b.building)), b.shares.map(cell), h("td", {}, String(b.answered))))))));
}
