// Where the owner lives: their rooms, who asks to be let in, a code for family, and leaving.
import { call, claims, moveTo, part } from "./api.js";
import { count } from "./frame.js";
import { ask, button, facts, filled, line, load } from "./pieces.js";
import { day, door, field, h, show, toast } from "./view.js";

const AT = "/api/v1/me/household";

export function household(where) {
  const who = claims();
  const code = h("div", { "aria-live": "polite" });
  const draw = async () => {
    const made = await call("POST", `${AT}/code`, {});
    show(code, h("p", { class: "done" }, h("b", { class: "code" }, made.code), ` 请告诉要加入的家人：先用自己的手机号登录，在“我的”里选“加入另一个房号”。${day(made.good_until)} 前有效，只显示这一次。`));
  };
  const read = async () => {
    const [rooms, asks] = await Promise.all([call("GET", "/api/v1/me/rooms"), call("GET", `${AT}/joinings`)]);
    count("settings", asks.items.length);
    return { others: rooms.items.filter((one) => one.owner_id !== who.sub), asks: asks.items };
  };
  const refresh = () => load(where, read, ({ others, asks }) => h("section", { class: "card" }, h("h2", {}, "我的登记"), facts([["姓名", who.name], ["住址", door(who.place)]]),
    others.length ? h("ul", { class: "rows" }, others.map((one) => h("li", {}, h("span", {}, `您还登记在 ${door(one.place)}`), button("换到这里", () => change(one.owner_id))))) : null,
    asks.length ? [h("h3", {}, "请求加入您家的人"), h("ul", { class: "rows" }, asks.map((one) => asker(one, refresh)))] : null,
    h("div", { class: "acts" }, button("让家人加入", draw), button("加入另一个房号", join), button("退出这个房号", leave, "plain")), code,
    h("p", { class: "quiet" }, "姓名、手机号有误请到物业服务中心更正。")));
  refresh();
}

// Another room is another account: the page begins anew with it.
async function change(id) {
  await moveTo(id);
  location.reload();
}

function asker(one, done) {
  const settle = (approve, said) => async () => { await call("POST", `${AT}/joinings/${one.joining_id}`, { approve }); toast(said); done(); };
  return h("li", {}, h("b", {}, one.name || "业主"), h("span", { class: "quiet" }, day(one.asked_at)), button("是我家人，同意", settle(true, "已同意"), "first"), button("不认识", settle(false, "已回绝")));
}

function join() {
  ask("加入另一个房号", [h("p", { class: "quiet" }, "入户码可以向住在那里的业主要，也可以到物业服务中心要。"), field("房号", line("room", { required: true, maxlength: "64", placeholder: "如 3-2-1201 或 3栋2单元1201" })),
    field("入户码", line("code", { required: true, inputmode: "numeric", pattern: "[0-9]{8}", maxlength: "8", placeholder: "8 位数字" }))], "申请加入", async (element) => {
    const made = await call("POST", `${AT}/join`, filled(element));
    toast(`已申请加入 ${door(made.place)}，等那里的业主或物业同意`);
  });
}

function leave() {
  const sure = h("input", { type: "checkbox", required: true });
  ask("退出这个房号", [h("p", {}, "卖房、退租或搬走时使用。退出后不能再用这个房号登录，也不再收到它的消息；已受理的诉求会继续处理。"), h("label", { class: "tick" }, sure, "我明白，确定要退出")], "退出", async () => {
    const said = await call("POST", `${AT}/leave`, { sure: sure.checked });
    await part(said.detail);
  });
}

// Who asks to be let in is told beside the tab.
export async function asking() {
  const found = await call("GET", `${AT}/joinings`).catch(() => ({ items: [] }));
  count("settings", found.items.length);
}
