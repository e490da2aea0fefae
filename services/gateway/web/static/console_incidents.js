// What many owners report at once, and works that are announced: decide, tell, end.
import { call, claims } from "./api.js";
import { DESK, area, ask, button, empty, facts, filled, gathered, line, load, moment, sent } from "./pieces.js";
import { CATEGORY, STAGE, STATUS, URGENCY } from "./words.js";
import { choice, day, door, field, h, show, toast } from "./view.js";

const MOST = 20;

export function incidents(page, first) {
  const rows = h("div", {});
  const side = h("div", { class: "detail" });
  const split = h("div", { class: "split" }, h("div", { class: "list" }, head(), rows), side);
  const status = choice(STAGE, { "aria-label": "状态" }, "全部状态");
  let chosen = first || null;
  show(page, split);

  function head() {
    if (!DESK.includes(claims().role)) return null;
    return h("div", { class: "acts top" }, button("登记突发事件", () => report(refresh), "first"), button("发布计划施工", () => works(refresh)));
  }

  const draw = (found) => {
    const items = found.incidents.sort((a, b) => order(a) - order(b));
    return items.length ? items.map((one) => row(one)) : empty("没有突发事件，也没有计划施工。");
  };

  function row(one) {
    const over = ["closed", "dismissed"].includes(one.status);
    return h("button", { type: "button", "data-key": one.incident_id, class: `item ${over ? "over" : one.planned ? "general" : one.urgency}`, "aria-current": String(one.incident_id === chosen), onclick: () => choose(one.incident_id) },
      h("div", { class: "head" }, badges(one), h("span", { class: "number" }, one.number)),
      h("p", { class: "words clip" }, one.text),
      h("div", { class: "foot" }, h("span", {}, places(one)), h("span", {}, day(one.since))));
  }

  function choose(id) {
    chosen = id;
    history.replaceState(null, "", id ? `#incidents/${id}` : "#incidents");
    split.classList.toggle("open", Boolean(id));
    for (const one of rows.children) one.setAttribute("aria-current", String(one.dataset.key === id));
    side.replaceChildren();
    if (id) look();
  }

  const look = () => load(side, () => known(chosen), (one) => whole(one, refresh, () => choose(null)));

  function refresh() {
    load(rows, () => call("GET", `/api/v1/incidents?limit=50${status.value ? `&status=${status.value}` : ""}`), draw);
    if (chosen) look();
  }

  status.addEventListener("change", refresh);
  rows.before(h("div", { class: "filters" }, status));
  if (chosen) choose(chosen);
  refresh();
  return { changed: gathered(() => document.querySelector("dialog[open]") || refresh()), refresh };
}

// What is only proposed has no members yet, but the requests that made somebody think of it.
async function known(id) {
  const one = await call("GET", `/api/v1/incidents/${id}`);
  if (one.status !== "proposed" || one.members.length) return one;
  const seeds = await Promise.all(one.requests.slice(0, MOST).map((each) => call("GET", `/api/v1/requests/${each}`).catch(() => null)));
  return { ...one, members: seeds.filter(Boolean).map((each) => ({ ...each, joined: false })) };
}

function order(one) {
  return { proposed: 0, open: 1, closed: 2, dismissed: 3 }[one.status] * 1e14 - new Date(one.since).getTime();
}

function badges(one) {
  const over = ["closed", "dismissed"].includes(one.status);
  return [one.planned ? h("span", { class: "chip general" }, "计划施工") : h("span", { class: `chip ${one.urgency}` }, URGENCY[one.urgency]),
    h("span", { class: over ? "chip over" : one.status === "proposed" ? "chip important" : "chip state" }, STAGE[one.status]), h("span", { class: "chip" }, CATEGORY[one.category] || one.category)];
}

function places(one) {
  return one.places.map((at) => (at.building && !at.room ? `${at.building} 栋${at.unit ? ` ${at.unit} 单元` : ""}${at.spot ? ` ${at.spot}` : ""}` : door(at))).join("、") || "全小区";
}

function whole(one, changed, close) {
  const path = `/api/v1/incidents/${one.incident_id}`;
  const post = async (to, form) => { await call("POST", `${path}/${to}`, form); toast("已记录"); changed(); };
  const desk = DESK.includes(claims().role);
  const mine = desk || one.assignee === claims().sub;
  const until = () => field("预计恢复（可不填）", moment("expected_until"));
  const steps = {
    confirm: ["确认是突发事件", desk && one.status === "proposed", async () => [field("告诉业主什么", area("text", { value: one.text, maxlength: "500" })), ...await somewhere(one.places), until()], (f) => ({ text: f.text, expected_until: sent(f.expected_until), places: moved(f.places, one.places) })],
    dismiss: ["不是突发", desk && one.status === "proposed", () => [field("理由", area("reason", { maxlength: "500" }))], (f) => ({ reason: f.reason })],
    updates: ["通报进展", mine && one.status === "open", () => [field("进展（每位相关业主都会收到）", area("text", { maxlength: "500" })), until()], (f) => ({ text: f.text, expected_until: sent(f.expected_until) })],
    resolve: ["处理完毕", mine && one.status === "open", () => [field("处理结果（每位相关业主都会收到，并请他们确认）", area("outcome", { maxlength: "500" }))], (f) => ({ outcome: f.outcome })],
  };
  const acts = Object.entries(steps).filter(([, step]) => step[1]).map(([to, [label, , fields, form]], at) =>
    button(label, async () => ask(label, await fields(), "确定", (element) => post(to, form({ ...filled(element), places: new FormData(element).getAll("place") }))), at ? "" : "first"));
  return [h("div", { class: "back" }, h("button", { type: "button", class: "link", onclick: close }, "‹ 返回列表")), h("section", { class: "card" }, h("div", { class: "head" }, badges(one), h("span", { class: "number" }, one.number)),
    h("p", { class: "words" }, one.text),
    facts([["范围", places(one)], ["开始", day(one.since)], [one.planned ? "结束" : "预计恢复", one.expected_until && day(one.expected_until)], ["负责人", one.assignee_name], ["结果", one.outcome]]),
    h("div", { class: "acts" }, acts)),
  one.updates.length ? h("section", { class: "card" }, h("h3", {}, "通报"), h("ol", { class: "line" }, [...one.updates].reverse().map((each) => h("li", {}, each.text, h("span", { class: "quiet" }, `${day(each.at)}${each.expected_until ? ` · 预计 ${day(each.expected_until)}` : ""}`))))) : null,
  h("section", { class: "card" }, h("h3", {}, `相关诉求（${one.members.length}）`), one.members.length ? h("ul", { class: "rows" }, one.members.map((each) => member(each, one, desk, post))) : h("p", { class: "quiet" }, "还没有相关诉求。"))];
}

function member(each, one, desk, post) {
  const remove = desk && each.joined && one.status === "open" ? button("移出", () => post("members", { remove: [each.request_id] }), "plain") : null;
  const add = desk && !each.joined && one.status === "open" ? button("加入", () => post("members", { add: [each.request_id] }), "plain") : null;
  return h("li", {}, h("a", { href: `#list/${each.request_id}` }, each.number), h("span", {}, door(each.place)), h("span", { class: "chip state" }, STATUS[each.status]), each.joined ? null : h("span", { class: "chip" }, "看起来相似"), remove, add);
}

// Which buildings it is about: none ticked is the whole estate.
async function somewhere(known) {
  const estate = await call("GET", "/api/v1/directory");
  const had = known.map((at) => at.building);
  return [h("fieldset", { class: "ticks" }, h("legend", {}, "哪几栋（都不选是全小区）"), estate.buildings.map((one) => h("label", {}, h("input", { type: "checkbox", name: "place", value: one.name, checked: had.includes(one.name) }), `${one.name} 栋`)))];
}

// Nearer than the building is said by nobody here: the same buildings leave what was proposed.
function moved(names, known) {
  const same = names.length === new Set(known.map((at) => at.building)).size && known.every((at) => names.includes(at.building));
  return same ? undefined : picked({ places: names });
}

const picked = (form) => form.places.map((building) => ({ building }));

async function report(done) {
  const fields = [field("类别", choice(CATEGORY, { name: "category" })), field("紧急程度", choice(URGENCY, { name: "urgency" })), field("告诉业主什么", area("text", { maxlength: "500" })), ...await somewhere([]), field("预计恢复（可不填）", moment("expected_until"))];
  ask("登记突发事件", fields, "登记", (element) => make("/api/v1/incidents", element, (f) => ({ category: f.category, urgency: f.urgency, text: f.text, expected_until: sent(f.expected_until) }), done));
}

async function works(done) {
  const fields = [field("类别", choice(CATEGORY, { name: "category" })), field("告诉业主什么", area("text", { maxlength: "500", placeholder: "如 因检修水泵，3 栋暂停供水" })), ...await somewhere([]),
    h("div", { class: "row" }, field("从", moment("since", { required: true })), field("到", moment("until", { required: true }))), field("业主可能怎么说（用顿号分开，说到其一就告知）", line("words", { placeholder: "停水、没有水", maxlength: "200" }))];
  ask("发布计划施工", fields, "发布", (element) => make("/api/v1/planned-works", element, (f) => ({ category: f.category, text: f.text, from: sent(f.since), to: sent(f.until), words: (f.words || "").split(/[、，,\s]+/).filter(Boolean) }), done));
}

async function make(path, element, form, done) {
  await call("POST", path, { ...form(filled(element)), places: picked({ places: new FormData(element).getAll("place") }) });
  toast("已发布");
  done();
}
