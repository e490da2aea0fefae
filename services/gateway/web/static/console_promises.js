// One promise to the owners: how it goes, another day for it, kept or given up.
import { call, claims } from "./api.js";
import { LEADS, area, ask, button, facts, filled, today } from "./pieces.js";
import { FAITH } from "./words.js";
import { day, field, h, toast } from "./view.js";

export function promise(one, done) {
  const me = claims();
  const lead = LEADS.includes(me.role);
  const may = one.faith === "open" && (lead || one.keeper === me.sub);
  const act = (label, name, fields) => () => ask(label, fields(), "确定", async (element) => {
    await call("POST", `/api/v1/promises/${one.promise_id}/${name}`, filled(element));
    toast("已记录，业主会看到");
    done();
  });
  const said = (question) => () => [field(question, area("note", { maxlength: "1000" }))];
  const later = () => [h("p", { class: "words" }, one.what), field("改到哪天之前", h("input", { type: "date", name: "due_on", required: true, min: today(1) })), field("为什么（会告诉业主）", area("reason", { maxlength: "1000" }))];
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.late ? "chip urgent" : one.faith === "open" ? "chip important" : "chip state" }, one.late && one.faith === "open" ? "已过期" : FAITH[one.faith]), h("span", { class: "number" }, one.number)),
    h("p", { class: "words" }, one.what), facts([["期限", day(one.due_at)], ["原定", one.delays.map((each) => `${day(each.due_before)}（${each.reason}）`).join("；")], ["由谁", one.keeper === me.sub ? "我" : null], ["完成", one.ended_at && `${day(one.ended_at)}${one.late ? "，过了期限" : ""}`]]),
    one.progress.length ? h("ol", { class: "line" }, [...one.progress].reverse().map(([at, note]) => h("li", {}, note, h("span", { class: "quiet" }, day(at))))) : null,
    may ? h("div", { class: "acts" }, button("兑现了", act("兑现了", "keep", said("怎样兑现的（业主会看到）")), "first"), button("写进展", act("写进展", "progress", said("进展（业主会看到）"))),
      lead ? [button("改日期", act("改日期", "move", later)), button("做不到", act("做不到", "break", said("为什么（业主会看到）")))] : null) : null);
}
