// How a person wants to be told: the order of ways, when not, in which language; owners by kind too.
import { call } from "./api.js";
import { KIND, LANGUAGE, OUTLET } from "./words.js";
import { choice, field, form, h, toast } from "./view.js";

const AT = "/api/v1/preferences";
const WAYS = ["app", "sms", "wechat", "phone"];
const USUAL = ["app", "sms", "wechat"];
const NEEDED = ["result", "conversation"];

export function wishes(found, byKind) {
  const first = h("select", { name: "first" }, h("option", { value: "" }, "由物业决定"), WAYS.map((one) => h("option", { value: one, selected: found.outlets[0] === one }, OUTLET[one])));
  const from = h("input", { type: "time", name: "quiet_from", value: found.quiet_from || "" });
  const to = h("input", { type: "time", name: "quiet_to", value: found.quiet_to || "" });
  const language = choice(LANGUAGE, { name: "language" });
  language.value = found.language;
  const grid = byKind ? kinds(found) : null;
  const order = [...found.outlets, ...WAYS.filter((one) => !found.outlets.includes(one))];
  return h("section", { class: "card" }, h("h2", {}, "怎样告诉您"), form([field("先用哪种方式（不通时换下一种）", first), h("div", { class: "row" }, field("免打扰从", from), field("到", to)), h("p", { class: "quiet" }, "紧急的事不受免打扰限制。"),
    byKind ? field("消息的语言", language) : null, grid?.table], "保存", async () => {
    const outlets = first.value ? [first.value, ...order.filter((one) => one !== first.value)] : [];
    await call("PUT", AT, { outlets, quiet_from: from.value || null, quiet_to: to.value || null, ...(grid ? { language: language.value, by_kind: grid.read(outlets) } : {}) });
    toast("已保存");
  }));
}

// A kind that nobody has touched goes the usual ways, in the order above.
function kinds(found) {
  const boxes = {};
  const rows = Object.entries(KIND).map(([kind, name]) => {
    const ways = found.by_kind[kind] || USUAL;
    boxes[kind] = WAYS.map((way) => h("input", { type: "checkbox", checked: ways.includes(way), "aria-label": `${name}：${OUTLET[way]}` }));
    return h("tr", {}, h("th", { scope: "row" }, name), boxes[kind].map((box) => h("td", {}, box)));
  });
  const table = h("fieldset", { class: "ways" }, h("legend", {}, "哪类消息用哪些方式"), h("table", {}, h("thead", {}, h("tr", {}, h("td", {}), WAYS.map((way) => h("th", { scope: "col" }, OUTLET[way])))), h("tbody", {}, rows)),
    h("p", { class: "quiet" }, "一行都不勾就不再收这类消息；处理结果和客服答复至少留一种。紧急的事照样告诉您。"));
  return { table, read: (outlets) => chosen(boxes, outlets) };
}

function chosen(boxes, outlets) {
  const order = outlets.length ? outlets : WAYS;
  const named = Object.entries(boxes).map(([kind, row]) => [kind, order.filter((way) => row[WAYS.indexOf(way)].checked)]);
  for (const [kind, ways] of named) if (!ways.length && NEEDED.includes(kind)) throw new Error(`“${KIND[kind]}”至少要留一种方式。`);
  return Object.fromEntries(named.filter(([, ways]) => ways.length !== USUAL.length || !USUAL.every((way) => ways.includes(way))));
}
