// Who calls, at a glance: what is open, what was, how often they were unhappy; their WeChat code.
import { call } from "./api.js";
import { button, load } from "./pieces.js";
import { STATUS } from "./words.js";
import { day, h, show } from "./view.js";

const SHOWN = 5;

export function past(where, id) {
  return load(where, () => call("GET", `/api/v1/desk/owners/${id}/history`), (found) => h("div", { class: "note" },
    h("p", {}, [found.open.length ? `有 ${found.open.length} 件在办` : "没有在办的诉求", found.unhappy && `有过 ${found.unhappy} 次不满意`, found.wechat_bound ? "已绑定微信" : "没有绑定微信"].filter(Boolean).join("，")),
    h("ul", { class: "rows" }, [...found.open, ...found.past].slice(0, SHOWN).map(row)), found.wechat_bound ? null : code(id)));
}

function row(one) {
  return h("li", {}, h("a", { href: `#list/${one.request_id}` }, one.number), h("span", {}, one.text.slice(0, 20)), h("span", { class: "chip state" }, STATUS[one.status]), h("span", { class: "quiet" }, day(one.submitted_at)));
}

// The code is shown once; the owner sends it to the estate's WeChat account.
function code(id) {
  const box = h("div", { class: "acts", "aria-live": "polite" });
  box.append(button("生成微信绑定码", async () => {
    const made = await call("POST", "/api/v1/desk/room-codes", { owner_id: id });
    show(box, h("p", {}, h("b", { class: "code" }, made.code), ` ${made.detail}`));
  }));
  return box;
}
