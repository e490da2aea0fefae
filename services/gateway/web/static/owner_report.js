// Report something: words, place, photos; a key makes a repeat after a lost answer harmless.
import { call, claims } from "./api.js";
import { calling } from "./owner_call.js";
import { known, similar } from "./owner_known.js";
import { picker } from "./photos.js";
import { filled, newKey } from "./pieces.js";
import { OUTLET } from "./words.js";
import { choice, door, field, form, h, show } from "./view.js";

const HINTS = ["厨房漏水", "楼道灯不亮", "电梯有异响", "垃圾没有清运", "楼上噪音", "停车问题"];

export function report(page, toRequests) {
  const key = newKey();
  const text = h("textarea", { name: "text", required: true, maxlength: "2000", placeholder: "发生了什么？在哪个位置？" });
  const home = claims().place;
  const where = choice({ home: `我家 ${door(home)}`, public: "公共区域" }, { name: "where" });
  const spot = h("input", { name: "spot", maxlength: "60", placeholder: "如 厨房、地库 B2、3 号楼大堂" });
  const prefers = choice(OUTLET, { name: "prefers" }, "按我的设置");
  const hints = HINTS.map((one) => h("button", { type: "button", onclick: () => { text.value = text.value ? `${text.value}，${one}` : one; text.focus(); text.dispatchEvent(new Event("input")); } }, one));
  const above = h("div", {});
  const same = similar(text, () => ({}), (one) => taken(page, one, toRequests));
  const fields = [field("要说的事", text), h("div", { class: "hints" }, hints), same, h("div", { class: "row" }, field("地点", where), field("具体位置", spot)), picker(), field("希望怎样回复您", prefers)];
  const send = form(fields, "提交", async (element) => {
    const place = { ...(where.value === "home" && home ? rooms(home) : {}), ...(spot.value ? { spot: spot.value } : {}) };
    const body = { text: text.value, attachments: filled(element).attachments || [] };
    if (Object.keys(place).length) body.place = place;
    if (prefers.value) body.prefers = prefers.value;
    taken(page, await call("POST", "/api/v1/app/requests", body, { "Idempotency-Key": key }), toRequests);
  });
  show(page, above, h("section", { class: "card" }, h("h1", {}, "有什么要我们处理的？"), send),
    calling("水管爆裂、停电、有人被困等紧急情况，提交后值班人员 15 分钟内到场。"));
  known(above);
  return { refresh: () => known(above) };
}

function rooms(home) {
  return Object.fromEntries(["building", "unit", "room"].filter((one) => home[one]).map((one) => [one, home[one]]));
}

function taken(page, receipt, toRequests) {
  show(page, h("section", { class: "card center" }, h("h1", {}, "已收到"),
    h("p", {}, "编号 ", h("b", { class: "number" }, receipt.number)),
    h("p", { class: "quiet" }, "我们会告诉您由谁、在什么时候之前处理。"),
    h("button", { class: "main", type: "button", onclick: toRequests }, "看处理进度"),
    h("p", {}), h("button", { class: "plain", type: "button", onclick: () => report(page, toRequests) }, "再报一件")));
}
