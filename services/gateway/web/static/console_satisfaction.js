// How satisfaction goes over time and by what, who was won back, and who is silently unhappy.
import { call, claims } from "./api.js";
import { button, empty, facts, fetched, load } from "./pieces.js";
import { bars, percent } from "./plot.js";
import { BY, CATEGORY, FELT } from "./words.js";
import { choice, h, show } from "./view.js";

const AT = "/api/v1/satisfaction";
const WEEKS = 92;
const LOW = 0.8;
const SPLIT = Object.fromEntries(["category", "building", "department", "first_responder"].map((one) => [one, BY[one]]));

export function satisfaction(where, from, to) {
  const step = (new Date(to) - new Date(from)) / 86400000 > WEEKS ? "month" : "week";
  const span = `since=${from}&until=${to}`;
  return load(where, () => call("GET", `${AT}?${span}&step=${step}`), (found) => drawn(found, step, span));
}

const mark = (mean) => mean.toFixed(2);
const told = (label, figures) => ({ label, value: figures.satisfaction_rate, text: figures.answered ? `${percent(figures.satisfaction_rate)}（${figures.satisfied}/${figures.answered}，发出 ${figures.asked}）` : `没有人答（发出 ${figures.asked}）`, kind: figures.satisfaction_rate < LOW ? "low" : "" });

function drawn(found, step, span) {
  const { total, won_back: won } = found;
  const rows = found.trend.filter((one) => one.figures.asked).map(({ since, figures }) => told(step === "month" ? since.slice(0, 7) : `${since.slice(5)} 起`, figures));
  const [quiet, groups, behind] = [h("div", {}), h("div", {}), h("div", { "aria-live": "polite" })];
  const by = choice(SPLIT, { "aria-label": "分组" });
  const split = () => { show(behind); load(groups, () => call("GET", `${AT}/by/${by.value}?${span}`), (got) => grouped(got, by.value, span, behind)); };
  by.addEventListener("change", split);
  if (total.asked) split();
  const names = ["head", "manager"].includes(claims().role) ? button("谁一直不满意却没有投诉", () => load(quiet, () => call("GET", `${AT}/silent?until=${found.until}`), silent)) : null;
  return h("section", { class: "card" }, h("h2", {}, "满意度走势"), rows.length ? bars(rows) : h("p", { class: "quiet" }, "这段时间没有发出问卷。"),
    facts([["问卷", `发出 ${total.asked} 份，答了 ${total.answered} 份（回收率 ${percent(total.response_rate)}）`], ["没送到", total.unreached && `${total.unreached} 份，见“电话”页`], ["均分", total.speed && `速度 ${mark(total.speed)}，效果 ${mark(total.effect)}，态度 ${mark(total.attitude)}`], ["挽回", won.dissatisfied && `${won.dissatisfied} 件不满意，${won.won_back} 件最后满意（挽回率 ${percent(won.won_back_rate)}）`]]),
    total.asked ? [h("h3", {}, "分组看"), h("div", { class: "filters" }, by), groups, behind] : null,
    h("details", {}, h("summary", {}, "这些数怎么算"), h("dl", { class: "formulas" }, Object.values(found.formulas).map((text) => h("dd", {}, text)))),
    h("div", { class: "acts" }, button("下载满意度 Excel", () => fetched(`${AT}/report.xlsx?${span}`, `满意度 ${found.since} 至 ${found.until}.xlsx`)), names), quiet);
}

// Each bar opens the answers behind it.
function grouped(found, by, span, behind) {
  if (!found.rows.length) return empty("这段时间没有问卷。");
  const name = (row) => (by === "category" ? CATEGORY[row.key] : row.name) || row.name || row.key || "未登记";
  return bars(found.rows.map((row) => ({ ...told(name(row), row.figures), act: () => answers(behind, name(row), `${span}&dimension=${by}&key=${encodeURIComponent(row.key)}`), doing: "看评价" })));
}

function answers(behind, name, query) {
  const only = choice(FELT, { "aria-label": "哪些评价" });
  const list = h("div", {});
  const read = () => load(list, () => call("GET", `${AT}/surveys?${query}&only=${only.value}`), (found) => found.surveys.length ? h("ul", { class: "rows" }, found.surveys.map(answer)) : empty("没有这样的评价。"));
  only.addEventListener("change", read);
  show(behind, h("div", { class: "head" }, h("h3", {}, `${name}的评价`), h("span", { class: "number" }, button("收起", () => show(behind), "plain"))), h("div", { class: "filters" }, only), list);
  read();
}

function answer(one) {
  const said = one.answer;
  return h("li", {}, h("a", { href: `/console#list/${one.request_id}` }, one.number), h("span", {}, said ? `速度 ${said.speed} 效果 ${said.effect} 态度 ${said.attitude}，${said.solved ? "解决了" : "没解决"}` : one.unreached ? "没送到" : "没有答"), said?.words ? h("p", { class: "words quiet" }, said.words) : null);
}

function silent(found) {
  return [h("p", { class: "quiet" }, found.formula), found.households.length ? h("ul", { class: "rows" }, found.households.map((one) => h("li", {}, h("b", {}, one.name || one.household), h("span", {}, one.place || ""),
    one.answers.map((each) => h("a", { href: `/console#list/${each.request_id}` }, "看那件诉求"))))) : h("p", { class: "quiet" }, "没有这样的住户。")];
}
