// What the owner was asked about a request, round by round: the page and the return call.
import { call } from "./api.js";
import { number } from "./console_phone.js";
import { load } from "./pieces.js";
import { CALLED, MOOD } from "./words.js";
import { day, h } from "./view.js";

export function asked(id) {
  const box = h("div", {});
  load(box, () => Promise.all([call("GET", `/api/v1/surveys?request_id=${id}`), call("GET", `/api/v1/return-calls?request_id=${id}`)]), ([pages, calls]) => {
    const rows = [...pages.surveys.map(page), ...calls.calls.map(called)];
    return rows.length ? h("section", { class: "card" }, h("div", { class: "head" }, h("h3", {}, "满意度"), h("span", { class: "number" }, number("业主电话", `/api/v1/surveys/of-request/${id}/phone`))), h("ul", { class: "rows" }, rows)) : null;
  });
  return box;
}

const marks = (one) => one && `速度 ${one.speed}，效果 ${one.effect}，态度 ${one.attitude}，${one.solved ? "解决了" : "没有解决"}`;
const own = (text) => (text ? h("p", { class: "words quiet" }, `“${text}”`) : null);

function page(one) {
  const lost = one.unreached_at && !one.answer;
  const how = one.answer ? (one.satisfied ? "满意" : "不满意") : lost ? "没送到" : MOOD[one.state];
  return h("li", {}, h("b", {}, `第 ${one.round} 轮`), h("span", { class: one.satisfied === false || lost ? "chip again" : "chip state" }, how),
    h("span", {}, marks(one.answer) || `${day(one.opened_at)} 发出${lost ? `，${day(one.unreached_at)} 发现哪种方式都送不到` : ""}`), one.answer ? h("span", { class: "quiet" }, `${day(one.answered_at)}${one.called_by ? " · 电话回访" : ""}`) : null, own(one.answer?.words));
}

function called(one) {
  return h("li", {}, h("b", {}, `第 ${one.round} 轮回访`), h("span", { class: "chip" }, CALLED[one.stand]), h("span", {}, marks(one.answer) || `${one.attempts.length ? `打过 ${one.attempts.length} 次` : ""}${["open", "claimed"].includes(one.stand) ? ` 最迟 ${day(one.due_at)}` : ""}`));
}
