// What owners ask the desk: who waits, the conversation, an answer, and a request made of a line.
import { call, claims } from "./api.js";
import { waiting } from "./console_waiting.js";
import { area, ask, button, empty, facts, filled, gathered, load, newKey } from "./pieces.js";
import { CHANNEL, TALK } from "./words.js";
import { choice, day, door, field, form, h, show, toast } from "./view.js";

const AT = "/api/v1/desk/conversations";
const EVERY = 60000;

export function talks(page, first) {
  const rows = h("div", {});
  const side = h("div", { class: "detail" });
  const standing = choice(TALK, { "aria-label": "状态" });
  const split = h("div", { class: "split" }, h("div", { class: "list" }, h("div", { class: "filters" }, standing), rows), side);
  let chosen = null;
  let older = null;
  let items = [];

  async function read(more) {
    const found = await call("GET", `${AT}?standing=${standing.value}${more && older ? `&before=${encodeURIComponent(older)}` : ""}`);
    items = more ? [...items, ...found.items] : found.items;
    older = found.next;
    return items;
  }

  const draw = (all) => [...(all.length ? all.map(row) : [empty(standing.value === "waiting" ? "没有人在等答复。" : "没有这样的会话。")]), older ? button("更早的", () => load(rows, () => read(true), draw), "plain wide") : null];

  function row(one) {
    const last = one.lines[one.lines.length - 1];
    return h("button", { type: "button", "data-key": one.conversation_id, class: `item ${one.standing === "waiting" ? "important" : "over"}`, "aria-current": String(one.conversation_id === chosen), onclick: () => choose(one.conversation_id) },
      h("div", { class: "head" }, h("b", {}, one.name || "业主"), h("span", { class: "quiet" }, door(one.place)), h("span", { class: "number" }, CHANNEL[one.channel] || one.channel)),
      h("p", { class: "words clip" }, last ? last.text : ""),
      h("div", { class: "foot" }, h("span", {}, one.taken_name ? `${one.taken_name} 在答` : "没有人接"), one.waiting_since ? h("span", {}, `${day(one.waiting_since)} 起等`) : null));
  }

  function choose(id) {
    chosen = id;
    split.classList.toggle("open", Boolean(id));
    side.replaceChildren();
    refresh();
  }

  function refresh() {
    load(rows, () => read(false), draw);
    if (chosen && !side.querySelector("textarea:focus") && !side.querySelector("textarea")?.value) load(side, () => call("GET", `${AT}/${chosen}`), (one) => whole(one, again, () => choose(null)));
  }

  const again = () => { side.replaceChildren(); refresh(); waiting(); };
  standing.addEventListener("change", refresh);
  show(page, split);
  if (first) choose(first);
  else refresh();
  const beat = setInterval(() => document.hidden || refresh(), EVERY);
  return { changed: () => null, talked: gathered(() => { refresh(); waiting(); }), refresh, close: () => clearInterval(beat) };
}

function whole(one, again, close) {
  const path = `${AT}/${one.conversation_id}`;
  const mine = one.taken_by === claims().sub;
  const post = async (to, said) => { await call("POST", `${path}/${to}`, {}); toast(said); again(); };
  const key = newKey();
  const words = area("text");
  const reply = form([field("答复（发到业主提问的地方）", words)], "发送", async () => {
    await call("POST", `${path}/answers`, { text: words.value }, { "Idempotency-Key": key });
    words.value = "";
    toast("已发出");
    again();
  });
  return [h("div", { class: "back" }, h("button", { type: "button", class: "link", onclick: close }, "‹ 返回列表")), h("section", { class: "card" }, h("div", { class: "head" }, h("h2", {}, one.name || "业主"), h("span", { class: "number" }, CHANNEL[one.channel] || one.channel)),
    facts([["住址", door(one.place)], ["电话", one.phone_masked], ["谁在答", one.taken_name], ["最迟答复", one.answer_by && day(one.answer_by)]]),
    h("ol", { class: "talk", "aria-label": "会话" }, one.lines.map((line) => said(line, path, again))), reply,
    h("div", { class: "acts" }, mine ? button("放回", () => post("release", "已放回"), "plain") : button("我来答", () => post("take", "由您来答")),
      one.standing === "closed" ? null : button("结束会话", () => post("close", "已结束"), "plain")))];
}

function said(line, path, again) {
  const turn = () => ask("转成诉求", [field("诉求", area("text", { value: line.text }))], "登记", async (element) => {
    const made = await call("POST", `${path}/lines/${line.id}/request`, filled(element));
    toast(`已登记 ${made.number}`);
    again();
  });
  return h("li", { class: line.by ? "ours" : "" }, h("p", {}, line.text), h("span", { class: "quiet" }, `${line.by ? line.by_name || "客服" : "业主"} · ${day(line.at)}`),
    line.by ? null : line.request_id ? h("a", { href: `#list/${line.request_id}` }, "看诉求") : button("转成诉求", turn, "link"));
}
