// Paste a group's chat, and make requests of what is one, with one press each.
import { call } from "./api.js";
import { picker } from "./console_owner.js";
import { area, ask, button, empty, filled, line, newKey } from "./pieces.js";
import { day, field, form, h, show, toast } from "./view.js";

const AT = "/api/v1/desk/paste";

export function pasting() {
  const found = h("div", { "aria-live": "polite" });
  const text = area("text", { maxlength: "60000", placeholder: "从业主群复制聊天记录，粘贴到这里" });
  const group = line("group", { placeholder: "如 3 栋业主群" });
  const key = newKey();
  const send = form([field("聊天记录", text), field("哪个群（可不填）", group)], "找出诉求", async () => {
    const made = await call("POST", AT, { text: text.value, ...(group.value ? { group: group.value } : {}) }, { "Idempotency-Key": `${key}-${text.value.length}` });
    show(found, drawn(made, found));
  });
  return h("details", { class: "card narrow" }, h("summary", {}, h("h2", {}, "粘贴业主群聊天")), h("p", { class: "quiet" }, "系统按发言人分开，像诉求的排在上面，逐条确认即登记，您是首问责任人；意见和建议记到“意见与座谈”，业主会得到答复。"), send, found);
}

// What is probably chatter is folded away, not lost.
function drawn(paste, where) {
  const open = paste.candidates.filter((one) => !one.request_id && !one.dismissed);
  const done = paste.candidates.filter((one) => one.request_id).length;
  const likely = open.filter((one) => !one.chatter);
  const chatter = open.filter((one) => one.chatter);
  const again = async () => show(where, drawn(await call("GET", `${AT}/${paste.paste_id}`), where));
  return [h("h3", {}, `可能是诉求的 ${likely.length} 条${done ? `，已登记 ${done} 条` : ""}`), likely.length ? likely.map((one) => card(one, paste, again)) : empty("没有了。"),
    chatter.length ? h("details", { class: "more" }, h("summary", {}, `多半是闲聊的 ${chatter.length} 条`), chatter.map((one) => card(one, paste, again))) : null];
}

function card(one, paste, again) {
  const path = `${AT}/${paste.paste_id}/candidates/${one.id}`;
  const take = async (form) => { toast(`已登记 ${(await call("POST", `${path}/confirm`, form)).number}`); await again(); };
  const mend = () => ask("改后登记", [field("诉求", area("text", { value: one.text }))], "登记", (element) => take(filled(element)));
  return h("div", { class: "note" }, h("div", { class: "head" }, h("b", {}, one.owner_name || one.speaker), one.door ? h("span", {}, one.door) : null, h("span", { class: "quiet number" }, one.at ? day(one.at) : "")),
    one.quote ? h("p", { class: "quiet" }, `回复：${one.quote}`) : null, h("p", { class: "words" }, one.text), one.also.length ? h("p", { class: "quiet" }, `同样的还有：${one.also.join("、")}`) : null, one.chatter ? h("p", { class: "quiet" }, one.chatter) : null,
    h("div", { class: "acts" }, button("登记", () => take({}), "first"), button("改后登记", mend), button("记为意见", () => opine(one, path, again)), button("不是诉求", async () => { await call("POST", `${path}/dismiss`, {}); await again(); }, "plain")));
}

// An opinion or a suggestion is answered, not worked off; who is not registered goes by the group's name.
function opine(one, path, again) {
  const owner = one.owner_id ? null : picker("哪位业主（没有登记的按群里的名字记）");
  ask("记为意见", [owner?.box, field("业主怎么说", area("words", { value: one.text }))], "记下", async (element) => {
    const made = await call("POST", "/api/v1/suggestions", { ...filled(element), ...whose(one, owner?.owner), heard_at: "group" }, { "Idempotency-Key": `opinion-${one.id}` });
    await call("POST", `${path}/dismiss`, {});
    toast(`已记为意见 ${made.number}，最迟 ${day(made.due_at)} 答复`);
    await again();
  });
}

function whose(one, picked) {
  const building = picked ? picked.place?.building : one.door.split("-")[0];
  const [id, name] = picked ? [picked.owner_id, picked.name] : [one.owner_id, one.owner_name || one.speaker];
  return { name: name.slice(0, 64), ...(id ? { owner_id: id } : {}), ...(building ? { building } : {}) };
}
