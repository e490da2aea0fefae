// What is kept about the owner, by service and kind, and having it erased.
import { call, part } from "./api.js";
import { ask, button, facts, load } from "./pieces.js";
import { CATEGORY, HELD, KEEPER, OUTLET, STATUS } from "./words.js";
import { day, door, h, show } from "./view.js";

const WHEN = ["submitted_at", "created_at", "opened_at", "given_at", "made_at", "asked_at", "read_at", "due_at", "received_at"];
const DEEP = 3;
const SHOWN = 50;

export function own(where) {
  const told = h("div", { "aria-live": "polite" });
  const look = () => load(told, () => call("GET", "/api/v1/me/data"), ({ services, left_out }) => [
    Object.entries(services).map(([name, held]) => [h("h3", {}, KEEPER[name] || name), kinds(held).map(([kind, items]) => group(kind, items, held.days[kind]))]),
    h("details", {}, h("summary", {}, "没有列出的：只供机器核对的校验值"), Object.values(left_out).map((why) => h("p", { class: "quiet" }, why))),
    h("div", { class: "acts" }, button("下载全部内容（JSON）", () => save(services), "first"))]);
  show(where, h("section", { class: "card" }, h("h2", {}, "我的信息"), h("p", { class: "quiet" }, "这里能看到我们保存的关于您的全部记录，也可以要求删除。"),
    h("div", { class: "acts" }, button("查看保存了什么", look), button("注销并删除", erase, "danger")), h("div", { class: "inner" }, told)));
}

function kinds(held) {
  const found = new Map();
  for (const one of held.items) found.set(one.kind, [...(found.get(one.kind) || []), one.says]);
  return [...found];
}

function group(kind, items, days) {
  return h("details", { class: "note plain-note" }, h("summary", {}, `${HELD[kind] || kind} ${items.length} 条`, h("span", { class: "quiet" }, days ? ` · 最长保存 ${days} 天` : " · 注销后即删除")),
    items.slice(0, SHOWN).map(row), items.length > SHOWN ? h("p", { class: "quiet" }, `还有 ${items.length - SHOWN} 条，请下载后查看。`) : null);
}

// The few things that a person knows a record by; all of it is in the file.
function row(says) {
  const at = WHEN.map((name) => says[name]).find(Boolean);
  const known = says.particulars || says;
  return h("div", { class: "day" }, h("p", { class: "words" }, found(says, ["text", "words", "body", "question"]) || ""), facts([["编号", found(says, ["number"])], ["姓名", known.name], ["电话", known.phone], ["房号", door(known.place)],
    ["类别", CATEGORY[says.category]], ["状态", STATUS[says.status] || STATUS[says.fate?.status]], ["结果", says.outcome], ["方式", OUTLET[says.outlet]], ["时间", at && day(at)], ["登录有效至", says.forget_at && says.account && day(says.forget_at)]]));
}

function found(says, names, deep = 0) {
  for (const name of names) if (typeof says[name] === "string" && says[name]) return says[name];
  if (deep === DEEP) return null;
  for (const inner of Object.values(says)) if (inner && typeof inner === "object") {
    const deeper = found(inner, names, deep + 1);
    if (deeper) return deeper;
  }
  return null;
}

function save(services) {
  const href = URL.createObjectURL(new Blob([JSON.stringify(services, null, 2)], { type: "application/json" }));
  h("a", { href, download: "我的信息.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

function erase() {
  const sure = h("input", { type: "checkbox", required: true });
  ask("注销并删除", [h("p", {}, "您的账号会注销，保存的个人信息会删除，删除后不能恢复。还没办结的诉求会继续处理，办结后随即删除。"), h("label", { class: "tick" }, sure, "我明白，确定要删除")], "注销并删除", async () => {
    const said = await call("POST", "/api/v1/me/erasure", { sure: sure.checked });
    await part(said.detail);
  });
}
