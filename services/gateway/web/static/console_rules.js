// The rules that hold: time limits, ladders, hours of work, special days, who answers for what.
import { call, claims } from "./api.js";
import { policy, surveyRules } from "./console_policy.js";
import { empty, facts, load } from "./pieces.js";
import { CATEGORY, CLOCK, URGENCY } from "./words.js";
import { day, h } from "./view.js";

const MANAGERS = ["manager", "admin"];
const GRAB = { "有技能的": "有技能的当班人员", "本部门": "本部门当班人员" };

export function rules(box) {
  const refresh = () => load(box, () => call("GET", "/api/v1/policy/rules"), (found) => [promises(found), h("div", { class: "wide-cards" }, h("div", { class: "grid" }, hours(found), calendar(found))), ladders(found), h("div", { class: "wide-cards" }, h("div", { class: "grid" }, departments(found), further(found))), MANAGERS.includes(claims().role) ? [policy(refresh), surveyRules(refresh)] : null]);
  refresh();
  return { refresh };
}

function promises(found) {
  const clocks = Object.keys(CLOCK);
  return h("section", { class: "card wide" }, h("h1", {}, "时限"), h("p", { class: "quiet" }, found.put_at ? `本小区的规则，第 ${found.version} 版，${day(found.put_at)} 起。没有写到的，按《物业互动式制度》执行。` : "没有提交过本小区的规则，按《物业互动式制度》执行。"),
    h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", {}), clocks.map((name) => h("th", { scope: "col" }, CLOCK[name])))),
      h("tbody", {}, Object.entries(URGENCY).map(([urgency, text]) => h("tr", {}, h("th", { scope: "row" }, h("span", { class: `chip ${urgency}` }, text)), clocks.map((name) => h("td", {}, found.promises[urgency][name] || "–"))))))),
    h("p", { class: "quiet" }, `${found.to_head.map((one) => URGENCY[one]).join("、") || "没有哪种"}诉求先交部门负责人安排。`));
}

function hours(found) {
  return h("section", { class: "card" }, h("h2", {}, "上班时间与约定"), facts([["上班", found.working_hours.join("，")], ["业主催办", `每${found.urge_every}一次`], ["转派答复", `${found.transfer_within}内`], ["首问交接答复", `${found.hand_over_within}内`]]),
    h("h3", {}, "可以暂停的原因（紧急的不能暂停）"), facts(Object.entries(found.pause).map(([reason, length]) => [reason, `最长 ${length}`])));
}

function calendar(found) {
  const year = (one) => one.day.slice(0, 4);
  const date = (one) => `${year(one)} 年 ${Number(one.day.slice(5, 7))} 月 ${Number(one.day.slice(8))} 日`;
  const row = (one) => h("li", {}, h("span", {}, date(one)), h("span", { class: one.works ? "chip important" : "chip state" }, one.works ? "上班" : "休息"), h("span", { class: "quiet" }, [one.own && "本小区安排", one.why || (one.works ? "调休上班" : "")].filter(Boolean).join("：")));
  return h("section", { class: "card" }, h("h2", {}, "与平时不同的日子"), found.provisional.length ? h("p", { class: "note" }, `${found.provisional.join("、")} 年的放假安排还没有公布，到那一年的时限都标为暂定，公布后自动重算。`) : null,
    found.days.length ? h("ul", { class: "rows long" }, found.days.map(row)) : empty("没有。"));
}

function ladders(found) {
  const steps = (urgency) => Object.keys(CLOCK).filter((name) => found.ladder[urgency][name]).map((name) => [h("h3", {}, CLOCK[name]), h("ol", { class: "line" }, found.ladder[urgency][name].map((step) => h("li", {}, step)))]);
  return h("section", { class: "card wide" }, h("h2", {}, "到时间没办，谁会知道"), Object.entries(URGENCY).map(([urgency, text]) => h("details", { class: "more" }, h("summary", {}, `${text}（全部走完仍没办，每${found.ladder[urgency].again}再提醒）`), h("div", { class: "steps" }, steps(urgency).map((one) => h("div", {}, one))))));
}

function departments(found) {
  return h("section", { class: "card" }, h("h2", {}, "谁负责什么"), found.departments.length ? h("ul", { class: "rows" }, found.departments.map((one) => h("li", {}, h("b", {}, one.name), h("span", {}, one.categories.map((each) => CATEGORY[each]).join("、") || "–"), one.head ? h("span", { class: "quiet" }, `负责人 ${one.head}`) : null))) : empty("还没有部门表。"));
}

function further(found) {
  const { confirm, incidents, grab } = found;
  const grabs = Object.entries(grab).map(([urgency, one]) => [`${URGENCY[urgency] || urgency}抢单`, `${(one.categories || []).map((each) => CATEGORY[each] || each).join("、") || "全部类别"}，${GRAB[one.who] || "有技能的当班人员"}，${one.wait || "60秒"}`]);
  return h("section", { class: "card" }, h("h2", {}, "其他"), facts([["请人核对", `把握低于 ${Math.round(confirm.below * 100)}%，${confirm.within}没人核对就请下一位`], ["突发事件", `${incidents.window}内 ${incidents.reports} 位业主报同一件事`], ["相同的诉求", incidents.joins ? "自动并入" : "由业主自己选择"], ["没有新进展", `${incidents.again}后再通知负责人`], ...(grabs.length ? grabs : [["抢单", "没有启用"]])]),
    MANAGERS.includes(claims().role) ? null : h("p", { class: "quiet" }, "要改规则，请找经理。"));
}
