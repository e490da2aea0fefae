// Opinions and suggestions, what was promised because of them, forums and activities.
import { call, claims } from "./api.js";
import { forums } from "./console_forums.js";
import { DESK, LEADS, area, ask, button, empty, facts, filled, line, load } from "./pieces.js";
import { FAITH, VERDICT } from "./words.js";
import { choice, day, field, h, show, toast } from "./view.js";

const PARTS = { suggestions: "意见建议", promises: "承诺", forums: "座谈与活动" };

export function voices(page, first) {
  const box = h("div", {});
  const bar = h("div", { class: "acts top", role: "group", "aria-label": "分类" });
  let part = first in PARTS ? first : "suggestions";
  let refresh = () => null;

  function open(name) {
    part = name;
    history.replaceState(null, "", `#voices/${name}`);
    show(bar, Object.entries(PARTS).map(([each, text]) => h("button", { type: "button", class: each === part ? "first" : "plain", "aria-pressed": String(each === part), onclick: () => open(each) }, text)));
    box.replaceChildren();
    refresh = { suggestions: () => suggestions(box), promises: () => promises(box), forums: () => forums(box) }[part]();
  }

  show(page, bar, box);
  open(part);
  return { refresh: () => refresh(), changed: () => null };
}

// A list with a filter and further pages.
function paged(box, path, name, filter, draw, empties) {
  let rows = [];
  let cursor = "";
  const list = h("div", {});
  const read = async (more) => {
    const query = new URLSearchParams(Object.entries({ [filter.name]: filter.value, cursor: more ? cursor : "" }).filter(([, value]) => value));
    const found = await call("GET", `${path}?${query}`);
    rows = more ? [...rows, ...found[name]] : found[name];
    cursor = found.cursor || "";
    return rows;
  };
  const drawn = (all) => [...(all.length ? all.map((one) => draw(one, refresh)) : [empty(empties)]), cursor ? button("更早的", () => load(list, () => read(true), drawn), "plain wide") : null];
  const refresh = () => load(list, () => read(false), drawn);
  filter.addEventListener("change", refresh);
  show(box, h("div", { class: "filters" }, filter), list);
  refresh();
  return refresh;
}

const suggestions = (box) => paged(box, "/api/v1/suggestions", "suggestions", choice(VERDICT, { name: "verdict", "aria-label": "状态" }, "全部"), suggestion, "还没有业主提意见。");
const promises = (box) => paged(box, "/api/v1/promises", "promises", choice(FAITH, { name: "faith", "aria-label": "状态" }, "全部"), promise, "还没有承诺。采纳一条意见，就有一项承诺。");

function suggestion(one, done) {
  const me = claims();
  const mine = LEADS.includes(me.role) || one.responsible === me.sub || (!one.responsible && me.role === "clerk");
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.verdict === "open" ? "chip important" : "chip state" }, VERDICT[one.verdict]), (one.topics || []).map((text) => h("span", { class: "chip" }, text)), h("span", { class: "number" }, one.number)),
    h("p", { class: "words" }, one.words),
    facts([["业主", [one.name, one.building && `${one.building} 栋`].filter(Boolean).join(" · ")], ["提出", day(one.given_at)], ["最迟答复", one.verdict === "open" && day(one.due_at)], ["答复", one.reason], ["承诺", one.promised && `${one.promised}（${day(one.promised_until)} 前）`]]),
    h("div", { class: "acts" }, one.verdict === "open" && mine ? [button("采纳", () => accept(one, done), "first"), button("不采纳", () => decline(one, done))] : null,
      one.verdict === "open" && DESK.includes(me.role) ? button("交给同事", () => hand(one, done), "plain") : null));
}

async function staff() {
  const found = await call("GET", "/api/v1/directory/staff");
  return Object.fromEntries(found.items.filter((each) => each.role !== "admin").map((each) => [each.id, each.name]));
}

async function accept(one, done) {
  const fields = [field("答复（业主会看到）", area("reason", { maxlength: "1000" })), field("承诺做什么", line("what", { required: true, maxlength: "500" })), h("div", { class: "row" }, field("由谁做", choice(await staff(), { name: "keeper" }, "我")), field("哪天之前", h("input", { type: "date", name: "due_on", required: true })))];
  ask("采纳意见", fields, "采纳并答复", (element) => answer(one, { accepted: true, ...filled(element) }, done));
}

function decline(one, done) {
  ask("不采纳", [field("理由（业主会看到）", area("reason", { maxlength: "1000" }))], "答复", (element) => answer(one, { accepted: false, ...filled(element) }, done));
}

async function hand(one, done) {
  ask("交给同事答复", [field("交给", choice(await staff(), { name: "staff_id", required: true }, "请选择"))], "确定", async (element) => {
    await call("POST", `/api/v1/suggestions/${one.suggestion_id}/assign`, filled(element));
    toast("已交给同事");
    done();
  });
}

async function answer(one, form, done) {
  await call("POST", `/api/v1/suggestions/${one.suggestion_id}/answer`, form);
  toast("已答复");
  done();
}

function promise(one, done) {
  const me = claims();
  const may = one.faith === "open" && (LEADS.includes(me.role) || one.keeper === me.sub);
  const step = (label, name, question) => button(label, () => ask(label, [field(question, area("note", { maxlength: "1000" }))], "确定", async (element) => {
    await call("POST", `/api/v1/promises/${one.promise_id}/${name}`, filled(element));
    toast("已记录");
    done();
  }), name === "keep" ? "first" : "");
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.late ? "chip urgent" : one.faith === "open" ? "chip important" : "chip state" }, one.late ? "已过期" : FAITH[one.faith]), h("span", { class: "number" }, one.number)),
    h("p", { class: "words" }, one.what), facts([["期限", day(one.due_at)], ["完成", one.ended_at && day(one.ended_at)]]),
    one.progress.length ? h("ol", { class: "line" }, [...one.progress].reverse().map(([at, note]) => h("li", {}, note, h("span", { class: "quiet" }, day(at))))) : null,
    may ? h("div", { class: "acts" }, step("兑现了", "keep", "怎样兑现的（业主会看到）"), step("写进展", "progress", "进展（业主会看到）"), LEADS.includes(me.role) ? step("做不到", "break", "为什么（业主会看到）") : null) : null);
}
