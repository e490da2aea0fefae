// Calls that somebody owes an owner, because no message got through.
import { call } from "./api.js";
import { choice, day, field, form, h, show, toast } from "./view.js";

export function tasks(page) {
  load(page);
  return null;
}

async function load(page) {
  try {
    const found = (await call("GET", "/api/v1/phone-tasks")).tasks;
    const open = found.filter((one) => !one.done);
    show(page, open.length ? open.map((one) => card(one, page)) : h("p", { class: "quiet center" }, "没有要打的电话。"));
  } catch (problem) {
    show(page, h("p", { class: "fault" }, problem.message));
  }
}

function card(one, page) {
  const reached = choice({ yes: "接通了", no: "没接通" }, { name: "reached" });
  const note = h("textarea", { name: "note", maxlength: "500" });
  return h("section", { class: "card" }, h("div", { class: "head" }, h("a", { class: "button", href: `tel:${one.phone}` }, `拨打 ${one.phone}`), h("span", { class: "quiet number" }, day(one.opened_at))),
    h("p", { class: "words" }, one.script), one.calls.length ? h("p", { class: "quiet" }, `已打 ${one.calls.length} 次`) : null,
    form([field("结果", reached), field("说了什么", note)], "记录", async () => {
      await call("POST", `/api/v1/phone-tasks/${one.task_id}/log`, { reached: reached.value === "yes", note: note.value });
      toast("已记录");
      load(page);
    }));
}
