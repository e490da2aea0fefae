// Report something: words, place, photos; a key makes a repeat after a lost answer harmless.
import { call, claims } from "./api.js";
import { OUTLET } from "./words.js";
import { choice, door, field, form, h, show, toast } from "./view.js";

const HINTS = ["厨房漏水", "楼道灯不亮", "电梯有异响", "垃圾没有清运", "楼上噪音", "停车问题"];
const MOST = 9;

export function report(page, toRequests) {
  const key = newKey();
  const photos = [];
  const text = h("textarea", { name: "text", required: true, maxlength: "2000", placeholder: "发生了什么？在哪个位置？" });
  const home = claims().place;
  const where = choice({ home: `我家 ${door(home)}`, public: "公共区域" }, { name: "where" });
  const spot = h("input", { name: "spot", maxlength: "60", placeholder: "如 厨房、地库 B2、3 号楼大堂" });
  const prefers = choice(OUTLET, { name: "prefers" }, "按我的设置");
  const hints = HINTS.map((one) => h("button", { type: "button", onclick: () => { text.value = text.value ? `${text.value},${one}` : one; text.focus(); } }, one));
  const fields = [field("要说的事", text), h("div", { class: "hints" }, hints), h("div", { class: "row" }, field("地点", where), field("具体位置", spot)), picker(photos), field("希望怎样回复您", prefers)];
  const send = form(fields, "提交", async () => {
    const place = { ...(where.value === "home" && home ? rooms(home) : {}), ...(spot.value ? { spot: spot.value } : {}) };
    const body = { text: text.value, attachments: photos };
    if (Object.keys(place).length) body.place = place;
    if (prefers.value) body.prefers = prefers.value;
    taken(page, await call("POST", "/api/v1/app/requests", body, { "Idempotency-Key": key }), toRequests);
  });
  show(page, h("section", { class: "card" }, h("h1", {}, "有什么要我们处理的？"), send),
    h("p", { class: "quiet" }, "水管爆裂、停电、有人被困等紧急情况，提交后值班人员 15 分钟内到场。"));
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

function picker(photos) {
  const box = h("div", { class: "photos" });
  const input = h("input", { type: "file", accept: "image/jpeg,image/png,image/webp", multiple: true });
  const add = h("label", { class: "add" }, "添加照片", input);
  input.addEventListener("change", async () => {
    for (const file of [...input.files].slice(0, MOST - photos.length)) await upload(file, photos, box, add);
    input.value = "";
    add.hidden = photos.length >= MOST;
  });
  box.append(add);
  return box;
}

async function upload(file, photos, box, add) {
  const body = new FormData();
  body.append("file", file);
  try {
    photos.push((await call("POST", "/api/v1/attachments", body)).attachment_id);
    box.insertBefore(h("img", { src: URL.createObjectURL(file), alt: "照片" }), add);
  } catch (problem) {
    toast(problem.message);
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}
