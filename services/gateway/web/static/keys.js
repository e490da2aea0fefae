// Keys by which programs speak in one's name: made, shown once, ended.
import { call } from "./api.js";
import { ask, button, filled, line, load } from "./pieces.js";
import { day, field, h, show } from "./view.js";

const AT = "/api/v1/me/api-keys";

export function keys(where) {
  const fresh = h("div", { "aria-live": "polite" });
  const list = h("div", {});
  const refresh = () => load(list, () => call("GET", AT), (found) => {
    const good = found.items.filter((one) => !one.ended_at);
    return good.length ? h("ul", { class: "rows" }, good.map((one) => row(one, () => { show(fresh); refresh(); }))) : h("p", { class: "quiet" }, "还没有密钥。");
  });
  const make = () => ask("新建密钥", [field("给什么程序用", line("name", { required: true, placeholder: "如 街道热线对接" }))], "新建", async (element) => {
    const made = await call("POST", AT, filled(element));
    show(fresh, h("p", { class: "done" }, `“${made.name}”的密钥只显示这一次，请现在复制保存：`, h("code", { class: "secret" }, made.key)));
    refresh();
  });
  show(where, h("details", { class: "card" }, h("summary", {}, h("h2", {}, "接口密钥")), h("p", { class: "quiet" }, "给通过 Open311 接口提交、查询诉求的程序使用，权限与您本人相同。请勿交给不信任的人。"),
    h("div", { class: "acts" }, button("新建密钥", make)), fresh, list));
  refresh();
}

function row(one, done) {
  const end = () => ask("停用密钥", [h("p", {}, `停用“${one.name}”后，用它的程序马上不能再访问，也不能恢复。`)], "停用", async () => { await call("DELETE", `${AT}/${one.key_id}`); done(); });
  return h("li", {}, h("b", {}, one.name), h("span", { class: "quiet" }, `${day(one.made_at)} 建`), button("停用", end, "danger"));
}
