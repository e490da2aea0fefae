// Opinions and suggestions, what was promised because of them, forums and activities.
import { call, claims } from "./api.js";
import { forums } from "./console_forums.js";
import { picker } from "./console_owner.js";
import { promise } from "./console_promises.js";
import { DESK, LEADS, area, ask, button, empty, facts, filled, line, load, newKey } from "./pieces.js";
import { FAITH, HEARD, SAID_AT, VERDICT } from "./words.js";
import { choice, day, field, h, show, toast } from "./view.js";

const PARTS = { suggestions: "意见建议", promises: "承诺", forums: "座谈与活动" };

export function voices(page, first) {
  const parts = DESK.includes(claims().role) ? PARTS : { promises: PARTS.promises, suggestions: PARTS.suggestions };
  const box = h("div", {});
  const bar = h("div", { class: "acts top", role: "group", "aria-label": "分类" });
  let part = first in parts ? first : Object.keys(parts)[0];
  let refresh = () => null;

  function open(name) {
    part = name;
    history.replaceState(null, "", `#voices/${name}`);
    show(bar, Object.entries(parts).map(([each, text]) => h("button", { type: "button", class: each === part ? "first" : "plain", "aria-pressed": String(each === part), onclick: () => open(each) }, text)));
    box.replaceChildren();
    refresh = { suggestions: () => suggestions(box), promises: () => promises(box), forums: () => forums(box) }[part]();
  }

  show(page, bar, box);
  open(part);
  return { refresh: () => refresh(), changed: () => null };
}

// A list with a filter and further pages.
function paged(box, path, name, filter, draw, empties, more = () => null) {
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
  show(box, h("div", { class: "filters" }, filter, more(refresh)), list);
  refresh();
  return refresh;
}

const suggestions = (box) => paged(box, "/api/v1/suggestions", "suggestions", choice(VERDICT, { name: "verdict", "aria-label": "状态" }, "全部"), suggestion, "还没有业主提意见。", (again) => DESK.includes(claims().role) ? button("记一条意见", () => noted(again), "first") : null);
const promises = (box) => paged(box, "/api/v1/promises", "promises", choice(FAITH, { name: "faith", "aria-label": "状态" }, "全部"), promise, "还没有承诺。采纳一条意见，就有一项承诺。");

function suggestion(one, done) {
  const me = claims();
  const mine = LEADS.includes(me.role) || one.responsible === me.sub || (!one.responsible && me.role === "clerk");
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.verdict === "open" ? "chip important" : "chip state" }, VERDICT[one.verdict]), (one.topics || []).map((text) => h("span", { class: "chip" }, text)), h("span", { class: "number" }, one.number)),
    h("p", { class: "words" }, one.words),
    facts([["业主", [one.name, one.building && `${one.building} 栋`].filter(Boolean).join(" · ")], ["提出", [day(one.given_at), SAID_AT[one.heard.at]].filter(Boolean).join(" · ")], ["最迟答复", one.verdict === "open" && day(one.due_at)], ["答复", one.reason], ["承诺", one.promised && `${one.promised}（${day(one.promised_until)} 前）`], ["改过期", one.promised_before && `原定 ${day(one.promised_before)} 前：${one.delayed}`], ["进度", one.promise && FAITH[one.promise]]]),
    h("div", { class: "acts" }, one.verdict === "open" && mine ? [button("采纳", () => accept(one, done), "first"), button("不采纳", () => decline(one, done))] : null,
      one.verdict === "open" && DESK.includes(me.role) ? button("交给同事", () => hand(one, done), "plain") : null));
}

// What an owner says at the counter, on the phone or in passing is an opinion like any other.
function noted(done) {
  const key = newKey();
  const owner = picker("哪位业主");
  ask("记一条意见", [owner.box, field("业主怎么说", area("words")), field("怎么听到的", choice(HEARD, { name: "heard_at" }))], "记下", async (element) => {
    if (!owner.owner) throw new Error("请先找到是哪位业主。");
    await call("POST", "/api/v1/suggestions", { ...filled(element), owner_id: owner.owner.owner_id, name: owner.owner.name, ...(owner.owner.place?.building ? { building: owner.owner.place.building } : {}) }, { "Idempotency-Key": key });
    toast("已记下，业主会收到编号和答复期限");
    done();
  });
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
