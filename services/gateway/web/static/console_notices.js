// Notices (公告): draft, see whom it reaches, send, take back, and who has read it.
import { call, claims } from "./api.js";
import { LEADS, area, ask, button, empty, facts, filled, line, load, moment, newKey, sent } from "./pieces.js";
import { NOTICE, OUTLET } from "./words.js";
import { day, field, h, show, toast } from "./view.js";

const AT = "/api/v1/notices";

export function notices(page) {
  const box = h("div", {});
  let rows = [];
  let cursor = null;
  let timer = null;

  async function read(more) {
    const found = await call("GET", `${AT}${more && cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
    rows = more ? [...rows, ...found.notices] : found.notices;
    cursor = found.notices.length >= 20 ? found.cursor : null;
    return rows;
  }

  const draw = (all) => {
    clearTimeout(timer);
    if (all.some((one) => ["waiting", "sending"].includes(one.standing))) timer = setTimeout(() => document.querySelector("dialog[open]") || refresh(), 3000);
    return [...(all.length ? all.map((one) => card(one, refresh)) : [empty("还没有公告。")]), cursor ? button("更早的公告", () => load(box, () => read(true), draw), "plain wide") : null];
  };
  const refresh = () => load(box, () => read(false), draw);
  show(page, h("div", { class: "acts top" }, button("写公告", () => write(null, refresh), "first"), h("a", { class: "button", href: `${AT}/board`, target: "_blank" }, "打印公告栏")), box);
  refresh();
  return { refresh, changed: () => null, close: () => clearTimeout(timer) };
}

function scope(one) {
  return [...one.scope.buildings.map((name) => `${name} 栋`), ...one.scope.units.map((name) => `${name} 单元`), ...(one.scope.owners.length ? [`${one.scope.owners.length} 位业主`] : [])].join("、") || "全小区";
}

function card(one, done) {
  const path = `${AT}/${one.notice_id}`;
  const lead = LEADS.includes(claims().role);
  const undo = async () => { await call("POST", `${path}/undo`, {}); toast("已取消发送，回到草稿"); done(); };
  const withdraw = () => ask("撤回公告", [field("原因（会告诉已收到的业主）", area("reason", { maxlength: "200" }))], "撤回", async (element) => { await call("POST", `${path}/withdraw`, filled(element)); done(); });
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.standing === "sent" ? "chip state" : one.standing === "withdrawn" ? "chip over" : "chip important" }, NOTICE[one.standing]),
    one.emergency ? h("span", { class: "chip urgent" }, "紧急") : null, one.must_read ? h("span", { class: "chip" }, "必读") : null, h("h2", {}, one.title)),
  h("p", { class: "words" }, one.text),
  facts([["范围", scope(one)], ["发出", one.begun_at ? day(one.begun_at) : one.due_at && `${day(one.due_at)} 开始`], ["进度", one.recipients && `${one.told} / ${one.recipients} 人`], ["有效至", one.expires_at && day(one.expires_at)], [one.standing === "withdrawn" ? "撤回原因" : "为什么还没发", one.reason]]),
  h("div", { class: "acts" }, one.standing === "draft" ? [lead ? button("看范围并发送", () => preview(one, path, done), "first") : null, button("修改", () => write(one, done))] : null,
    one.standing === "waiting" && lead ? button("取消发送", undo, "first") : null,
    ["sending", "sent"].includes(one.standing) ? button("谁看了", () => readers(one, path)) : null,
    one.standing !== "withdrawn" && one.standing !== "waiting" && lead ? button(one.standing === "draft" ? "作废" : "撤回", withdraw, "plain") : null));
}

// Whom it reaches is shown before it is sent, and goes along: another number is refused.
async function preview(one, path, done) {
  const found = await call("GET", `${path}/recipients`);
  const ways = Object.entries(found.by_outlet).map(([name, number]) => `${OUTLET[name]} ${number} 人`).join("，");
  ask("发送公告", [h("p", {}, h("b", {}, one.title)), facts([["范围", scope(one)], ["会收到", `${found.people - found.muted - found.unreachable} 位业主`], [one.emergency ? "同时走" : "先走", ways], ["不收公告", found.muted && `${found.muted} 人（自己关掉了公告，公告栏里仍看得到）`], ["联系不上", found.unreachable && `${found.unreachable} 人`]]),
    field("什么时候发（不填就现在）", moment("at")), h("p", { class: "quiet" }, one.emergency ? "紧急公告立即发出，不能取消。" : "发送后 15 秒内可以取消。")], "发送", async (element) => {
    await call("POST", `${path}/send`, { at: sent(filled(element).at), counted: found.people || undefined });
    done();
  });
}

async function write(one, done) {
  const estate = await call("GET", "/api/v1/directory");
  const key = newKey();
  const tick = (name, value, text, on) => h("label", {}, h("input", { type: "checkbox", name, value, checked: Boolean(on) }), text);
  const fields = [field("标题", line("title", { required: true, maxlength: "40", value: one?.title || "" })), field("内容", area("text", { value: one?.text || "" })),
    h("fieldset", { class: "ticks" }, h("legend", {}, "发给哪几栋（都不选是全小区）"), estate.buildings.map((each) => tick("building", each.name, `${each.name} 栋`, one?.scope.buildings.includes(each.name)))),
    h("div", { class: "ticks bare" }, tick("must_read", "yes", "必读（看谁没看）", one?.must_read), tick("emergency", "yes", "紧急（立即，所有方式）", one?.emergency)), field("有效至（可不填）", moment("expires_at"))];
  ask(one ? "修改公告" : "写公告", fields, "存草稿", async (element) => {
    const found = filled(element);
    const body = { title: found.title, text: found.text, must_read: found.must_read === "yes", emergency: found.emergency === "yes", expires_at: sent(found.expires_at) || one?.expires_at, scope: { ...(one ? one.scope : {}), buildings: new FormData(element).getAll("building") } };
    await call(one ? "PUT" : "POST", one ? `${AT}/${one.notice_id}` : AT, body, one ? {} : { "Idempotency-Key": key });
    toast("已存为草稿，确认范围后再发送");
    done();
  });
}

async function readers(one, path) {
  const only = h("input", { type: "checkbox", checked: one.must_read });
  const list = h("div", {});
  const dialog = h("dialog", { "aria-label": "谁看了" }, h("h2", {}, one.title), h("label", { class: "tick" }, only, "只看没看的"), list, h("button", { type: "button", class: "plain wide", onclick: () => dialog.close() }, "返回"));
  const draw = (found) => [h("p", {}, `${found.recipients} 人收到，${found.read} 人看过`), found.readers.length ? h("ul", { class: "rows" }, found.readers.map((each) => h("li", {}, h("b", {}, each.name || each.owner_id), h("span", {}, each.room), h("span", { class: each.read_at ? "chip state" : "chip" }, each.read_at ? `${day(each.read_at)} 看过` : "没看")))) : empty("没有了。"),
    found.cursor ? button("下一页", () => load(list, () => get(found.cursor), draw), "plain wide") : null];
  const get = (cursor = 0) => call("GET", `${path}/readers?cursor=${cursor}${only.checked ? "&unread=true" : ""}`);
  only.addEventListener("change", () => load(list, get, draw));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  await load(list, get, draw);
}
