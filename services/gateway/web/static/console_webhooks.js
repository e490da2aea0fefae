// Other systems that are told what happens: whom, of what, whether it arrives, and telling it again.
import { call } from "./api.js";
import { ask, button, empty, facts, line, load, newKey } from "./pieces.js";
import { DELIVERY, HOOK_END, HOOK_GROUP } from "./words.js";
import { day, field, h, show, toast } from "./view.js";

const AT = "/api/v1/webhooks";
const ALL = "*";

export function webhooks(box) {
  const fresh = h("div", { class: "narrow", "aria-live": "polite" });
  const list = h("div", { class: "narrow" });
  let kinds = [];
  const refresh = () => load(list, () => call("GET", AT), (found) => {
    kinds = found.events;
    return found.items.length ? found.items.map((one) => card(one, refresh)) : empty("还没有推送地址。");
  });
  show(box, h("div", { class: "narrow" }, h("div", { class: "acts top" }, button("添加推送地址", () => make(kinds, fresh, refresh), "first")), h("p", { class: "quiet" }, "事情发生时通知别的系统，签名按 Standard Webhooks；没送到会自动重试约三天，三十天内可以重发。")), fresh, list);
  refresh();
  return { refresh };
}

function make(kinds, fresh, done) {
  const key = newKey();
  const box = (value, text, on) => h("label", {}, h("input", { type: "checkbox", name: "event", value, checked: Boolean(on) }), text);
  const groups = [...new Set(kinds.map((one) => one.split(".")[0]))];
  const personal = h("input", { type: "checkbox", name: "personal" });
  ask("添加推送地址", [field("网址", line("url", { type: "url", required: true, maxlength: "500", placeholder: "https://" })),
    h("fieldset", { class: "ticks" }, h("legend", {}, "哪些事情（都不勾就是全部）"), groups.map((one) => box(one, HOOK_GROUP[one] || one))), h("label", { class: "tick" }, personal, "连同姓名、电话、住址（对方须有权使用）")], "添加", async (element) => {
    const groups = new FormData(element).getAll("event");
    const made = await call("POST", AT, { url: element.elements.url.value, events: groups.length ? kinds.filter((one) => groups.includes(one.split(".")[0])) : [ALL], personal: personal.checked }, { "Idempotency-Key": key });
    show(fresh, h("p", { class: "done" }, "已添加。验证签名的密钥只显示这一次，请现在交给对方：", h("code", { class: "secret" }, made.secret)));
    done();
  });
}

function card(one, done) {
  const path = `${AT}/${one.hook_id}`;
  const inner = h("div", { "aria-live": "polite" });
  const post = (name, said) => async () => { await call("POST", `${path}/${name}`, {}, { "Idempotency-Key": newKey() }); toast(said); done(); };
  const end = () => ask("停用推送地址", [h("p", {}, "以后发生的事不再通知这个地址，恢复以后也不补。")], "停用", async () => { await call("DELETE", path); done(); });
  const look = () => deliveries(inner, path);
  const test = async () => { await call("POST", `${path}/test`, {}, { "Idempotency-Key": newKey() }); toast("测试消息已发出"); setTimeout(look, 1500); };
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.active ? one.failing_since ? "chip important" : "chip state" : "chip over" }, one.active ? one.failing_since ? "送不到" : "在用" : "已停用"), h("b", { class: "words" }, one.url)),
    facts([["事情", told(one.events)], ["内容", one.personal ? "含姓名、电话、住址" : "不含个人信息"], ["添加", day(one.made_at)], ["送不到", one.failing_since && `${day(one.failing_since)} 起，连续五天就停用`], ["停用原因", one.ended_because && (HOOK_END[one.ended_because] || one.ended_because)]]),
    h("div", { class: "acts" }, one.active ? button("发一条测试", test) : button("恢复", post("resume", "已恢复"), "first"), button("看发送记录", look), one.active ? button("停用", end, "danger") : null), inner);
}

function told(events) {
  return events.includes(ALL) ? "全部" : [...new Set(events.map((one) => one.split(".")[0]))].map((one) => HOOK_GROUP[one] || one).join("、");
}

function deliveries(where, path) {
  let rows = [];
  let until = null;
  const read = async (more) => {
    const found = await call("GET", `${path}/deliveries${more && until ? `?until=${encodeURIComponent(until)}` : ""}`);
    const known = new Set(more ? rows.map((one) => one.delivery_id) : []);
    const fresh = found.items.filter((one) => !known.has(one.delivery_id));
    rows = more ? [...rows, ...fresh] : fresh;
    until = fresh.length ? found.until : null;
    return rows;
  };
  const again = (body) => async () => {
    const { count } = await call("POST", `${path}/replay`, body, { "Idempotency-Key": newKey() });
    toast(`重发 ${count} 条`);
    setTimeout(() => load(where, () => read(false), draw), 1500);
  };
  const row = (one) => h("tr", {}, h("td", {}, day(one.at)), h("td", {}, h("code", {}, one.event)), h("td", {}, h("span", { class: one.state === "arrived" ? "chip state" : one.state === "failed" ? "chip again" : "chip important" }, DELIVERY[one.state])), h("td", {}, [one.status && `答 ${one.status}`, one.tries > 1 && `试了 ${one.tries} 次`, one.next_at && `${day(one.next_at)} 再试`].filter(Boolean).join("，")),
    h("td", {}, button("重发", again({ deliveries: [one.delivery_id], until: later(one.at), since: one.at }), "link")));
  const draw = (all) => [all.length ? h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, ["时间", "事情", "结果", "", ""].map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, all.map(row)))) : empty("最近一天没有发过。"), h("div", { class: "acts" }, all.some((one) => one.state === "failed") ? button("最近一天没送到的都重发", again({ deliveries: all.filter((one) => one.state === "failed").map((one) => one.delivery_id).slice(0, 100) })) : null, until ? button("更早的", () => load(where, () => read(true), draw), "plain") : null)];
  return load(where, () => read(false), draw);
}

function later(at) {
  return new Date(new Date(at).getTime() + 1000).toISOString();
}
