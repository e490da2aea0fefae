// Who lives where: find residents, let in who asks, codes for a room, and moving in and out.
import { call } from "./api.js";
import { past } from "./console_caller.js";
import { count } from "./frame.js";
import { ask, button, empty, filled, line, load } from "./pieces.js";
import { LEFT } from "./words.js";
import { choice, day, door, field, form, h, show, toast } from "./view.js";

const AT = "/api/v1/directory";
const PAUSE = 300;

export function households(page) {
  const [asks, found] = [h("div", {}), h("div", { "aria-live": "polite" })];
  const q = h("input", { type: "search", placeholder: "房号 3-2-1201、姓名、手机号或后四位", autocomplete: "off" });
  let timer = null;

  async function search() {
    const wanted = q.value.trim();
    if (!wanted) return show(found);
    await load(found, () => call("GET", `/api/v1/desk/owners?q=${encodeURIComponent(wanted)}`), (rows) => rows.length ? rows.map((one) => resident(one, search)) : empty("没有找到登记的业主。可以在下面登记入住。"));
  }

  const refresh = () => load(asks, () => call("GET", `${AT}/joinings`), (got) => asked(got.items, refresh));

  q.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, PAUSE); });
  show(page, h("div", { class: "narrow" }, asks, h("section", { class: "card" }, h("h1", {}, "住户"), field("找业主", q), found), movingIn(search), roomCode()));
  refresh();
  return { refresh, changed: () => null, close: () => clearTimeout(timer) };
}

function asked(items, done) {
  count("households", items.length);
  return items.length ? h("section", { class: "card" }, h("h2", {}, `等同意的入户申请（${items.length}）`),
    h("p", { class: "quiet" }, "已登记的业主请求加入另一个房号；那一户的业主也可以自己同意。"), h("ul", { class: "rows" }, items.map((one) => joining(one, done)))) : null;
}

function joining(one, done) {
  const settle = (approve, said) => async () => { await call("POST", `${AT}/joinings/${one.joining_id}`, { approve }); toast(said); done(); };
  return h("li", {}, h("b", {}, one.name || "业主"), h("span", {}, `要加入 ${door(one.place)}`), h("span", { class: "quiet" }, day(one.asked_at)),
    button("同意", settle(true, "已同意，对方可以用原来的手机号登录这个房号"), "first"), button("不同意", settle(false, "已回绝")));
}

// What there is to do for a resident waits until one is opened.
function resident(one, done) {
  const inner = h("div", { class: "inner" });
  const out = () => ask(`${one.name} 办理退出`, [h("p", {}, `${door(one.place)} 的登录随之结束，已受理的诉求会继续处理。`), field("原因", choice(LEFT, { name: "why" }))], "办理退出", async (element) => {
    toast((await call("POST", `${AT}/owners/${one.owner_id}/leave`, filled(element))).detail);
    done();
  });
  const code = h("div", {});
  const details = h("details", { class: "note plain-note" }, h("summary", { "data-key": one.owner_id }, h("b", {}, one.name), ` ${door(one.place)} · ${one.phone_masked}`), inner,
    h("div", { class: "acts" }, button("发入户码", async () => show(code, drawn(await call("POST", `${AT}/household-codes`, rooms(one.place))))), button("办理退出", out, "danger")), code);
  details.addEventListener("toggle", () => details.open && !inner.firstChild && past(inner, one.owner_id));
  return details;
}

function movingIn(done) {
  const fields = [h("div", { class: "row wrap" }, field("姓名", line("name", { required: true, maxlength: "64" })), field("手机号（可不填）", line("phone", { type: "tel", maxlength: "24" }))), room()];
  return h("details", { class: "card" }, h("summary", {}, h("h2", {}, "登记入住")), h("p", { class: "quiet" }, "新业主、家人或租户。留了手机号，对方就能用验证码登录。"),
    form(fields, "登记", async (element) => {
      const made = await call("POST", `${AT}/owners`, filled(element));
      toast(`已登记 ${made.name} · ${door(made.place)}`);
      element.reset();
      done();
    }));
}

function roomCode() {
  const code = h("div", { "aria-live": "polite" });
  return h("details", { class: "card" }, h("summary", {}, h("h2", {}, "给房号发入户码")), h("p", { class: "quiet" }, "已登记的业主要加入另一个房号时，凭这个码提出申请。七天内有效，再发一个，上一个作废。"),
    form([room()], "发入户码", async (element) => show(code, drawn(await call("POST", `${AT}/household-codes`, filled(element))))), code);
}

function drawn(made) {
  return h("p", { class: "done" }, h("b", { class: "code" }, made.code), ` ${door(made.place)} 的入户码，${day(made.good_until)} 前有效。只显示这一次，请念给业主，对方在“我的”里填写。`);
}

function room() {
  return field("房号", line("room", { required: true, maxlength: "64", placeholder: "如 3-2-1201 或 3栋2单元1201" }));
}

function rooms(place) {
  return Object.fromEntries(["building", "unit", "room"].filter((one) => place?.[one]).map((one) => [one, place[one]]));
}
