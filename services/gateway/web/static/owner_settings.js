// How the owner is told, on which devices, and what is kept about them.
import { call, claims, logOut } from "./api.js";
import { push } from "./owner_push.js";
import { ask, button, facts, load } from "./pieces.js";
import { KEEPER, OUTLET } from "./words.js";
import { door, field, form, h, show, toast } from "./view.js";

const WISHED = ["app", "sms", "wechat", "phone"];

export function settings(box) {
  const [wishes, device, own] = [h("div", {}), h("div", {}), h("div", {})];
  const who = claims();
  show(box, h("section", { class: "card" }, h("h2", {}, "我的登记"), facts([["姓名", who.name], ["住址", door(who.place)]]), h("p", { class: "quiet" }, "登记有误请到物业服务中心更正。")), wishes, device, own);
  load(wishes, () => call("GET", "/api/v1/preferences"), (found) => wished(found));
  push(device);
  show(own, kept());
  return {};
}

// The first that reaches the owner is the one that is used.
function wished(found) {
  const order = [...found.outlets, ...WISHED.filter((one) => !found.outlets.includes(one))];
  const first = h("select", { name: "first" }, h("option", { value: "" }, "由物业决定"), WISHED.map((one) => h("option", { value: one, selected: found.outlets[0] === one }, OUTLET[one])));
  const from = h("input", { type: "time", name: "quiet_from", value: found.quiet_from || "" });
  const to = h("input", { type: "time", name: "quiet_to", value: found.quiet_to || "" });
  return h("section", { class: "card" }, h("h2", {}, "怎样告诉您"), form([field("先用哪种方式（不通时换下一种）", first), h("div", { class: "row" }, field("免打扰从", from), field("到", to)), h("p", { class: "quiet" }, "紧急的事不受免打扰限制。")], "保存", async () => {
    const outlets = first.value ? [first.value, ...order.filter((one) => one !== first.value)] : [];
    await call("PUT", "/api/v1/preferences", { outlets, ...(from.value || to.value ? { quiet_from: from.value || null, quiet_to: to.value || null } : {}) });
    toast("已保存");
  }));
}

function kept() {
  const told = h("div", { "aria-live": "polite" });
  const look = async () => {
    const found = (await call("GET", "/api/v1/me/data")).services;
    show(told, facts(Object.entries(found).map(([name, held]) => [KEEPER[name] || name, `${held.items.length} 条记录`])), button("下载全部（JSON）", () => save(found), "first"));
  };
  return h("section", { class: "card" }, h("h2", {}, "我的信息"), h("p", { class: "quiet" }, "这里能看到我们保存的关于您的全部记录，也可以要求删除。"),
    h("div", { class: "acts" }, button("查看保存了什么", look), button("注销并删除", erase, "danger")), told);
}

function save(found) {
  const href = URL.createObjectURL(new Blob([JSON.stringify(found, null, 2)], { type: "application/json" }));
  h("a", { href, download: "我的信息.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

function erase() {
  const sure = h("input", { type: "checkbox", required: true });
  ask("注销并删除", [h("p", {}, "您的账号会注销，保存的个人信息会删除，删除后不能恢复。还没办结的诉求会继续处理，办结后随即删除。"), h("label", { class: "tick" }, sure, "我明白，确定要删除")], "注销并删除", async () => {
    const said = await call("POST", "/api/v1/me/erasure", { sure: sure.checked });
    await logOut();
    toast(said.detail);
    setTimeout(() => location.reload(), 3000);
  });
}
