// How satisfaction goes over time, who was won back, and which households are silently unhappy.
import { call, claims } from "./api.js";
import { button, facts, load } from "./pieces.js";
import { bars, percent } from "./plot.js";
import { h } from "./view.js";

const AT = "/api/v1/satisfaction";
const WEEKS = 92;

export function satisfaction(where, from, to) {
  const step = (new Date(to) - new Date(from)) / 86400000 > WEEKS ? "month" : "week";
  return load(where, () => call("GET", `${AT}?since=${from}&until=${to}&step=${step}`), (found) => drawn(found, step));
}

function drawn(found, step) {
  const { total, won_back: won } = found;
  const rows = found.trend.filter((one) => one.figures.asked).map(({ since, figures }) => ({
    label: step === "month" ? since.slice(0, 7) : `${since.slice(5)} 起`, value: figures.satisfaction_rate,
    text: figures.answered ? `${percent(figures.satisfaction_rate)}（${figures.satisfied}/${figures.answered}）` : "没有人答", kind: figures.satisfaction_rate < 0.8 ? "low" : "",
  }));
  const quiet = h("div", {});
  const names = ["head", "manager"].includes(claims().role) ? button("谁一直不满意却没有投诉", () => load(quiet, () => call("GET", `${AT}/silent?until=${found.until}`), silent)) : null;
  return h("section", { class: "card" }, h("h2", {}, "满意度走势"), rows.length ? bars(rows) : h("p", { class: "quiet" }, "这段时间没有发出问卷。"),
    facts([["问卷", `发出 ${total.asked} 份，答了 ${total.answered} 份（${percent(total.response_rate)}）`], ["均分", total.speed && `速度 ${total.speed}，效果 ${total.effect}，态度 ${total.attitude}`], ["挽回", won.dissatisfied && `${won.dissatisfied} 件不满意，${won.won_back} 件最后满意`]]),
    names ? h("div", { class: "acts" }, names) : null, quiet);
}

function silent(found) {
  return found.households.length ? h("ul", { class: "rows" }, found.households.map((one) => h("li", {}, h("b", {}, one.name || one.household), h("span", {}, one.place || ""),
    one.answers.map((each) => h("a", { href: `/console#list/${each.request_id}` }, "看那件诉求"))))) : h("p", { class: "quiet" }, "没有这样的住户。");
}
