// Forums (座谈会) and activities: announce, who comes, minutes question by question, publish.
import { call, claims } from "./api.js";
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
  const look = () => load(inner, () => Promise.all([call("GET", `${path}/guests`), call("GET", `${path}/minutes`)]), ([guests, minutes]) => whole(guests, minutes, path, look));
  const move = (name, said) => async () => { await call("POST", `${path}/${name}`, {}); toast(said); done(); };
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.stage === "cancelled" ? "chip over" : "chip state" }, FORUM[one.stage]), h("h2", {}, one.title), h("span", { class: "quiet number" }, KIND[one.kind])),
    facts([["时间", day(one.starts_at)], ["地点", one.venue], ["报名截止", one.stage === "announced" && day(one.sign_up_by)], ["报名", `${one.taken} / ${one.seats} 户${one.waiting ? `，候补 ${one.waiting} 户` : ""}`], ["议题", one.agenda.join("；")]]),
    h("div", { class: "acts" }, button("名单与纪要", look), one.stage === "announced" && DESK.includes(claims().role) ? button("开始，打开纪要", move("hold", "纪要已打开")) : null,
      one.stage === "announced" && lead ? [button("定议题", () => plan(one, path, done)), button("取消", () => ask("取消这次活动", [h("p", {}, "已报名的业主会收到通知。")], "取消活动", move("cancel", "已取消")), "danger")] : null), inner);
}

function whole(found, minutes, path, again) {
  const open = found.stage === "held";
  const noter = DESK.includes(claims().role);
  return [h("h3", {}, "报名"), found.guests.length ? h("ul", { class: "rows" }, found.guests.map((one) => h("li", {}, h("b", {}, one.household), h("span", { class: one.state === "seated" ? "chip state" : "chip" }, SEAT[one.state])))) : h("p", { class: "quiet" }, "还没有人报名。"),
    found.stage === "announced" ? null : [h("h3", {}, "纪要"), minutes.report ? h("p", { class: "words" }, minutes.report) : null, h("ol", { class: "line" }, minutes.questions.map((one) => question(one, open && noter, path, again))),
      open && noter ? h("div", { class: "acts" }, button("记一个问题", () => raise(path, again), "first"), LEADS.includes(claims().role) ? button("公布纪要", () => publish(path, again)) : null) : null]].flat();
}

function question(one, open, path, again) {
  return h("li", {}, one.text, h("span", { class: "quiet" }, one.how ? [SETTLED[one.how], one.answer, one.number, one.became].filter(Boolean).join(" · ") : "还没有着落"),
    open && !one.how ? button("落实", () => settle(one, path, again), "link") : null);
}

function raise(path, again) {
  ask("记一个问题", [field("问题", area("text", { maxlength: "1000" }))], "记下", async (element) => { await call("POST", `${path}/questions`, filled(element)); again(); });
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

async function plan(one, path, done) {
  const found = await call("GET", `${path}/proposals`).catch(() => ({ topics: [] }));
  const hint = found.topics.map((each) => each.topic || each.text || each.title).filter(Boolean).join("、");
  ask("定议题", [field("议题（一行一个）", area("agenda", { value: one.agenda.join("\n") })), hint ? h("p", { class: "quiet" }, `上季度说得多的：${hint}`) : null].filter(Boolean), "保存", async (element) => { await call("PUT", `${path}/agenda`, { agenda: lines(filled(element).agenda) }); done(); });
}

function announce(done) {
  const key = newKey();
  ask("安排座谈会或活动", [field("种类", choice(KIND, { name: "kind" })), field("名称", line("title", { required: true, maxlength: "200" })), field("地点", line("venue", { required: true, maxlength: "200" })),
    h("div", { class: "row" }, field("开始", moment("starts_at", { required: true })), field("报名截止", moment("sign_up_by", { required: true }))), field("议题（一行一个，可不填）", area("agenda", { required: false }))], "发出邀请", async (element) => {
    const found = filled(element);
    await call("POST", AT, { ...found, starts_at: sent(found.starts_at), sign_up_by: sent(found.sign_up_by), agenda: lines(found.agenda) }, { "Idempotency-Key": key });
    toast("已安排，邀请会陆续发出");
    done();
  });
}
