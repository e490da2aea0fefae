// Figures of a time with their formulas, by group, with the requests behind each; first responders.
import { call } from "./api.js";
import { button, empty, fetched, load, today } from "./pieces.js";
import { bars, percent } from "./plot.js";
import { satisfaction } from "./console_satisfaction.js";
import { BY, OUTCOME, STATUS, URGENCY } from "./words.js";
import { choice, day, field, h, show } from "./view.js";

const FIGURES = { response: "响应率", resolution: "解决率", satisfaction: "满意率", "first-time": "一次办好率", "on-time-dispatch": "接单准时率", "on-time-arrival": "到场准时率", "on-time-resolution": "处理完毕准时率", "on-time-feedback": "反馈准时率", "on-time-follow-up": "回访准时率" };
const SPANS = { 7: "最近 7 天", 30: "最近 30 天", 90: "最近 90 天", 365: "最近一年", own: "自选日期" };
const PAGE = 20;

export function reports(page) {
  const span = choice(SPANS, {});
  const from = h("input", { type: "date", value: today(-29), max: today() });
  const to = h("input", { type: "date", value: today(), max: today() });
  const figure = choice(FIGURES, {}, "全部指标");
  const by = choice(BY, {}, "不分组");
  const own = h("div", { class: "row" }, field("从", from), field("到", to));
  const [plots, behind, mood, people] = [h("div", {}), h("div", { "aria-live": "polite" }), h("div", {}), h("div", {})];
  span.value = "30";
  own.hidden = true;

  const days = () => ({ from: from.value, to: to.value });
  const query = (more) => new URLSearchParams(Object.entries({ ...days(), ...more }).filter(([, value]) => value));
  const path = (more) => `/api/v1/reports/${figure.value || "summary"}?${query({ by: by.value, ...more })}`;

  function refresh() {
    show(behind);
    load(plots, () => call("GET", path()), (found) => drawn(found, by.value, drill));
    satisfaction(mood, from.value, to.value);
    load(people, () => call("GET", `/api/v1/first-responders?since=${from.value}T00:00:00%2B08:00&until=${to.value}T23:59:59%2B08:00`), answerable);
  }

  // The requests behind a bar: which kept the promise, which broke it.
  function drill(one, group) {
    let rows = [];
    let cursor = null;
    const outcome = choice(OUTCOME, { "aria-label": "哪些" }, "全部");
    const list = h("div", {});
    const only = group ? { [by.value]: group.value } : {};
    const read = async (more) => {
      const found = await call("GET", `/api/v1/reports/requests?${query({ ...only, figure: one.figure, outcome: outcome.value, limit: PAGE, cursor: more ? cursor : "" })}`);
      rows = more ? [...rows, ...found.requests] : found.requests;
      cursor = found.cursor;
      return rows;
    };
    const draw = (all) => [all.length ? table(all) : empty("没有这样的诉求。"), cursor ? button("更早的", () => load(list, () => read(true), draw), "plain wide") : null];
    outcome.addEventListener("change", () => load(list, () => read(false), draw));
    show(behind, h("section", { class: "card" }, h("div", { class: "head" }, h("h2", {}, `${group ? `${group.label} · ` : ""}${one.name}背后的诉求`), h("span", { class: "number" }, button("收起", () => show(behind), "plain"))), h("div", { class: "filters" }, outcome), list));
    load(list, () => read(false), draw);
    behind.scrollIntoView({ behavior: "smooth", block: "start" });
  }

  for (const one of [figure, by, from, to]) one.addEventListener("change", refresh);
  span.addEventListener("change", () => {
    own.hidden = span.value !== "own";
    if (span.value === "own") return;
    [from.value, to.value] = [today(1 - span.value), today()];
    refresh();
  });
  show(page, h("section", { class: "card" }, h("h1", {}, "报表"), h("div", { class: "row wrap" }, field("看什么", figure), field("时间", span), field("分组", by)), own,
    button("下载 Excel", () => fetched(path({ format: "xlsx" }), `报表 ${from.value} 至 ${to.value}.xlsx`))), h("div", { class: "wide-cards" }, plots, behind, mood, people));
  refresh();
  return { refresh };
}

function drawn(found, by, drill) {
  if (!found.requests) return h("section", { class: "card" }, empty("这段时间没有诉求。"));
  const told = (one) => ({ label: one.name, value: one.rate, text: one.counted ? `${percent(one.rate)}（${one.good}/${one.counted}）` : "暂无", kind: one.rate !== null && one.rate < 0.8 ? "low" : "" });
  const total = found.total.map((one) => ({ ...told(one), act: () => drill(one) }));
  const groups = by ? found.total.map((one, at) => h("section", { class: "card" }, h("h2", {}, `${one.name} · 按${BY[by]}`),
    bars(found.groups.map((group) => ({ ...told(group.figures[at]), label: group.label, act: () => drill(one, group) }))))) : [];
  return [h("section", { class: "card" }, h("h2", {}, `合计 ${found.requests} 件诉求`), bars(total), h("p", { class: "quiet" }, "点一条看背后的诉求。橙色为低于 80%。"),
    h("details", {}, h("summary", {}, "这些数怎么算"), facts(found.formulas))), groups.length ? h("div", { class: "grid" }, groups) : null];
}

function facts(formulas) {
  return h("dl", { class: "formulas" }, formulas.map((one) => [h("dt", {}, one.name), h("dd", {}, one.formula)]).flat());
}

function table(rows) {
  return h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, ["编号", "提交", "状态", "紧急程度", "轮次", "结果"].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, rows.map((one) => h("tr", {}, h("td", {}, h("a", { href: `/console#list/${one.request_id}` }, one.number)), h("td", {}, day(one.submitted_at)), h("td", {}, STATUS[one.status]), h("td", {}, URGENCY[one.urgency]), h("td", {}, String(one.round)),
      h("td", {}, h("span", { class: one.outcome === "bad" ? "chip again" : one.outcome === "good" ? "chip state" : "chip" }, OUTCOME[one.outcome])))))));
}

function answerable(found) {
  const heads = ["首问责任人", "共接", "在办", "办结", "满意", "超时", "平均用时"];
  const row = (one) => [one.name || one.staff_id, one.total, one.open, one.closed, one.satisfied, one.overdue, one.mean_hours === null || one.mean_hours === undefined ? "–" : `${one.mean_hours} 小时`];
  return h("section", { class: "card" }, h("h2", {}, "首问责任人"), found.responders.length ? h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, found.responders.map((one) => h("tr", {}, row(one).map((text) => h("td", {}, String(text)))))))) : empty("这段时间没有首问登记。"));
}
