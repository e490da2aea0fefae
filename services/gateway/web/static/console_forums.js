// Forums (座谈会) and activities: announce, who comes, minutes question by question, publish.
import { call, claims } from "./api.js";
import { picker } from "./console_owner.js";
import { DESK, LEADS, area, ask, button, empty, facts, filled, line, load, moment, newKey, sent } from "./pieces.js";
import { FORUM, SEAT, SETTLED } from "./words.js";
import { choice, day, field, h, show, toast } from "./view.js";

const AT = "/api/v1/forums";
const KIND = { forum: "业主座谈会", activity: "社区活动" };

export function forums(box) {
  const [quarter, list] = [h("div", {}), h("div", {})];
  const refresh = () => {
    load(quarter, () => call("GET", `${AT}/status`), (one) => (one.held || one.planned ? null : h("p", { class: "note" }, `${one.quarter} 还没有安排业主座谈会，每季度至少要开一次。`)));
    load(list, () => call("GET", AT), (found) => (found.forums.length ? found.forums.map((one) => card(one, refresh)) : empty("还没有座谈会或活动。")));
  };
  show(box, LEADS.includes(claims().role) ? h("div", { class: "acts top" }, button("安排座谈会或活动", () => announce(refresh), "first")) : null, quarter, list);
  refresh();
  return refresh;
}

function card(one, done) {
  const path = `${AT}/${one.forum_id}`;
  const lead = LEADS.includes(claims().role);
  const inner = h("div", { class: "inner" });
  const look = () => load(inner, () => Promise.all(["guests", "minutes", "opening"].map((name) => call("GET", `${path}/${name}`))), ([guests, minutes, before]) => whole(guests, minutes, before, path, look, done));
  const move = (name, said) => async () => { await call("POST", `${path}/${name}`, {}); toast(said); done(); };
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.stage === "cancelled" ? "chip over" : "chip state" }, FORUM[one.stage]), h("h2", {}, one.title), h("span", { class: "quiet number" }, KIND[one.kind])),
    facts([["时间", day(one.starts_at)], ["地点", one.venue], ["报名截止", one.stage === "announced" && day(one.sign_up_by)], ["报名", `${one.taken} / ${one.seats} 户${one.waiting ? `，候补 ${one.waiting} 户` : ""}`], ["议题", one.agenda.join("；")]]),
    h("div", { class: "acts" }, button("名单与纪要", look), one.stage === "announced" && DESK.includes(claims().role) ? button("开始，打开纪要", move("hold", "纪要已打开")) : null,
      one.stage === "announced" && lead ? [button("定议题", () => plan(one, path, done)), button("取消", () => ask("取消这次活动", [h("p", {}, "已报名的业主会收到通知。")], "取消活动", move("cancel", "已取消")), "danger")] : null), inner);
}

function whole(found, minutes, before, path, again, done) {
  const open = found.stage === "held";
  const noter = DESK.includes(claims().role);
  return [opening(before), h("h3", {}, "报名"), h("p", { class: "quiet" }, limits(found.limits)), found.guests.length ? seats(found.guests) : h("p", { class: "quiet" }, "还没有人报名。"),
    found.stage === "announced" && noter ? h("div", { class: "acts" }, button("替业主报名", () => enlist(path, again), "plain")) : null,
    found.stage === "announced" ? null : [h("h3", {}, "纪要"), minutes.report ? h("p", { class: "words" }, minutes.report) : null, h("ol", { class: "line" }, minutes.questions.map((one) => question(one, open && noter, path, again))),
      open && noter ? h("div", { class: "acts" }, button("记一个问题", () => raise(path, found.guests, again), "first"), LEADS.includes(claims().role) ? button("公布纪要", () => publish(path, done)) : null) : null]].flat();
}

function question(one, open, path, again) {
  return h("li", {}, one.text, h("span", { class: "quiet" }, one.how ? [SETTLED[one.how], one.answer, one.number, one.became].filter(Boolean).join(" · ") : "还没有着落"),
    open && !one.how ? button("落实", () => settle(one, path, again), "link") : null);
}

// The last forum's questions, with what has become of each by now: the first thing that is told.
function opening(before) {
  if (!before || !before.questions?.length) return null;
  return h("details", { class: "note plain-note", open: true }, h("summary", {}, `开场先说：“${before.title}”的 ${before.questions.length} 个问题后来怎样了`),
    h("ol", { class: "line" }, before.questions.map((one) => h("li", {}, one.text, h("span", { class: "quiet" }, [SETTLED[one.how], one.answer, one.number, one.became].filter(Boolean).join(" · "))))));
}

const limits = (one) => `共 ${one.seats} 席，每栋最多 ${one.per_building} 席，每栋每个楼层段（${one.bands.join("、")}）最多 ${one.per_band} 席；多出来的排队，报名截止时空着的席位按顺序补上。`;

function seats(guests) {
  const rows = guests.map((one) => h("tr", {}, h("td", {}, one.building ? `${one.building} 栋` : "–"), h("td", {}, one.floor ? `${one.floor} 层` : "–"), h("td", {}, one.band || "–"), h("td", {}, one.household || "已离开"), h("td", {}, h("span", { class: one.state === "seated" ? "chip state" : "chip" }, SEAT[one.state]))));
  return h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, ["楼栋", "楼层", "楼层段", "住户", "席位"].map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, rows)));
}

function enlist(path, again) {
  const owner = picker("替哪位业主报名");
  ask("替业主报名", [owner.box], "报名", async () => {
    if (!owner.owner) throw new Error("请先找到是哪位业主。");
    await call("POST", `${path}/sign-up`, { owner_id: owner.owner.owner_id });
    toast("已报名");
    again();
  });
}

function raise(path, guests, again) {
  const here = Object.fromEntries(guests.filter((one) => one.owner_id).map((one) => [one.owner_id, [one.building && `${one.building} 栋`, one.floor && `${one.floor} 层`, one.household].filter(Boolean).join(" ")]));
  ask("记一个问题", [field("问题", area("text", { maxlength: "1000" })), field("谁提的（结果会告诉提的人）", choice(here, { name: "owner_id" }, "没有记名"))], "记下", async (element) => { await call("POST", `${path}/questions`, filled(element)); again(); });
}

// Each way of settling asks for something else.
function settle(one, path, again) {
  const how = choice(SETTLED, { name: "how" });
  const parts = { answered: h("div", {}, field("答复", line("answer", { maxlength: "2000" }))), request: h("div", {}, field("诉求编号（先在“登记”里登记）", line("number"))), promise: h("div", {}, field("承诺做什么", line("what", { maxlength: "500" })), field("哪天之前", h("input", { type: "date", name: "due_on" }))) };
  const turn = () => Object.entries(parts).forEach(([name, part]) => { part.hidden = name !== how.value; });
  how.addEventListener("change", turn);
  turn();
  ask("落实", [h("p", {}, one.text), field("怎么落实", how), ...Object.values(parts)], "确定", async (element) => {
    const { how: way, answer, number, what, due_on } = filled(element);
    const found = number && way === "request" ? (await call("GET", "/api/v1/requests?limit=100")).requests.find((each) => each.number === number.toUpperCase()) : null;
    if (way === "request" && !found) throw new Error("最近的诉求里没有这个编号，请检查。");
    const form = { answered: { answer }, request: { number: found?.number, request_id: found?.request_id }, promise: { what, due_on } }[way];
    await call("POST", `${path}/questions/${one.question_id}/settle`, { how: way, ...form });
    again();
  });
}

function publish(path, again) {
  ask("公布纪要", [field("物业的工作汇报（服务、成果、不足）", area("report", { maxlength: "10000" }))], "公布", async (element) => { await call("POST", `${path}/publish`, filled(element)); toast("已公布，业主可以看到"); again(); });
}

const lines = (text) => (text || "").split("\n").map((one) => one.trim()).filter(Boolean);

// What was said often in the quarter is proposed; a tick puts it on the agenda.
async function plan(one, path, done) {
  const found = await call("GET", `${path}/proposals`).catch(() => ({ topics: [] }));
  const agenda = area("agenda", { value: one.agenda.join("\n") });
  const put = (topic) => () => { agenda.value = [...lines(agenda.value).filter((text) => text !== topic), topic].join("\n"); };
  const rows = found.topics.map((each) => h("li", {}, h("b", {}, each.topic), h("span", { class: "quiet" }, [each.suggestions && `意见 ${each.suggestions} 条`, each.words && `评价里提到 ${each.words} 次`, each.requests && `诉求 ${each.requests} 件`].filter(Boolean).join("，")), button("放进议题", put(each.topic), "plain"), each.samples.length ? h("p", { class: "words quiet" }, each.samples.join("；")) : null));
  ask("定议题", [field("议题（一行一个）", agenda), rows.length ? h("p", { class: "quiet" }, "上季度以来说得多的：") : h("p", { class: "quiet" }, "这段时间还没有攒下话题。"), h("ul", { class: "rows" }, rows)], "保存", async () => { await call("PUT", `${path}/agenda`, { agenda: lines(agenda.value) }); toast("议题已定"); done(); });
}

function announce(done) {
  const key = newKey();
  ask("安排座谈会或活动", [field("种类", choice(KIND, { name: "kind" })), field("名称", line("title", { required: true, maxlength: "200" })), field("地点", line("venue", { required: true, maxlength: "200" })),
    h("div", { class: "row" }, field("开始", moment("starts_at", { required: true })), field("报名截止", moment("sign_up_by", { required: true }))), field("只请这些楼栋（可不填）", line("buildings", { placeholder: "1、3" })), field("议题（一行一个，可不填）", area("agenda", { required: false, class: "short" }))], "发出邀请", async (element) => {
    const { buildings, ...found } = filled(element);
    const asked = (buildings || "").split(/[、，,\s]+/).filter(Boolean);
    await call("POST", AT, { ...found, ...(asked.length ? { audience: { buildings: asked } } : {}), starts_at: sent(found.starts_at), sign_up_by: sent(found.sign_up_by), agenda: lines(found.agenda) }, { "Idempotency-Key": key });
    toast("已安排，邀请会陆续发出");
    done();
  });
}
