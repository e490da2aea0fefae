// What the owner has asked for, and what has been told.
import { call } from "./api.js";
import { OVER } from "./words.js";
import { chips, clock, day, door, h, running, show, tick, timeline, toast } from "./view.js";

const OURS = ["dispatch", "feedback", "follow_up"];
const opened = new Set();

export async function requests(page, changed) {
  try {
    const [found, surveys] = await Promise.all([
      call("GET", "/api/v1/requests?limit=30"),
      call("GET", "/api/v1/surveys/mine").catch(() => ({ surveys: [] })),
    ]);
    if (changed) opened.add(changed);
    const empty = h("p", { class: "quiet center" }, "还没有提交过诉求。");
    show(page, (surveys.surveys || []).map(asked), found.requests.length ? found.requests.map((one) => card(one, page)) : empty);
    tick();
  } catch (problem) {
    show(page, h("p", { class: "fault" }, problem.message));
  }
}

function asked(survey) {
  return h("section", { class: "card" }, h("h2", {}, "处理得怎么样？"),
    h("p", {}, `${survey.number} ${survey.outcome || ""}`),
    h("a", { class: "button main", href: survey.path }, "花十秒评价一下"));
}

function card(one, page) {
  const details = h("details", { class: "card", open: opened.has(one.request_id) },
    h("summary", {}, h("div", { class: "head" }, chips(one), h("span", { class: "number" }, one.number)),
      h("p", { class: "words clip" }, one.text),
      h("div", { class: "foot" }, h("span", {}, door(one.place)), h("span", {}, day(one.submitted_at)), clock(OVER.includes(one.status) ? null : running(one, OURS)))),
    people(one), timeline(one.history, ["submit"]), acts(one, page));
  details.addEventListener("toggle", () => { details.open ? opened.add(one.request_id) : opened.delete(one.request_id); });
  return details;
}

function people(one) {
  const rows = [["负责部门", one.department_name], ["处理人", one.assignee_name], ["首问责任人", one.first_responder_name], ["暂停原因", one.pause && one.pause.reason]];
  return h("dl", { class: "facts" }, rows.filter((row) => row[1]).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]).flat());
}

function acts(one, page) {
  if ([...OVER, "resolved"].includes(one.status)) return null;
  const cancel = () => {
    const reason = prompt("不需要处理了吗？请简单说一下原因。");
    if (reason) move(one, "cancel", { reason }, "已取消", page);
  };
  return h("div", { class: "acts" },
    h("button", { type: "button", onclick: () => move(one, "urge", {}, "已替您催办", page) }, "催一下"),
    h("button", { type: "button", class: "plain", onclick: cancel }, "不用处理了"));
}

async function move(one, name, body, said, page) {
  try {
    await call("POST", `/api/v1/requests/${one.request_id}/${name}`, body);
    toast(said);
    requests(page, one.request_id);
  } catch (problem) {
    toast(problem.message);
  }
}

export async function inbox(page) {
  try {
    const found = await call("GET", "/api/v1/inbox");
    const messages = found.messages || [];
    const empty = h("p", { class: "quiet center" }, "还没有消息。");
    show(page, messages.length ? messages.map(message) : empty);
    for (const one of messages.filter((m) => !m.read)) call("POST", `/api/v1/inbox/${one.notification_id}/read`, {}).catch(() => null);
  } catch (problem) {
    show(page, h("p", { class: "fault" }, problem.message));
  }
}

function message(one) {
  return h("section", { class: "card" }, h("div", { class: "head" }, one.read ? null : h("span", { class: "chip urgent" }, "新"),
    h("span", { class: "quiet number" }, day(one.sent_at))), h("p", { class: "words" }, linked(one.text)));
}

function linked(text) {
  return text.split(/(https?:\/\/[\w\-.~:/?#@!$&*+=%]+)/).map((part) => (/^https?:/.test(part) ? h("a", { href: part }, "点这里打开") : part));
}
