// What the owner has asked for: progress, what may still be done about it, and how it went.
import { call } from "./api.js";
import { pictures } from "./photos.js";
import { area, ask, button, empty, facts, filled, gathered, load } from "./pieces.js";
import { OVER } from "./words.js";
import { chips, clock, day, door, field, h, running, timeline, toast } from "./view.js";

const OURS = ["dispatch", "feedback", "follow_up"];
const COMES_BACK = 30 * 86400000;
const opened = new Set();

export function requests(box, first) {
  let rows = [];
  let cursor = null;
  if (first) opened.add(first);

  async function read(more) {
    const [found, surveys] = await Promise.all([
      call("GET", `/api/v1/requests?limit=20${more && cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`),
      call("GET", "/api/v1/surveys/mine").catch(() => ({ surveys: [] })),
    ]);
    rows = more ? [...rows, ...found.requests] : found.requests;
    cursor = found.cursor;
    return surveys.surveys || [];
  }

  const draw = (surveys) => [...surveys.map(asked), ...(rows.length ? rows.map((one) => card(one, refresh)) : [empty("还没有提交过诉求。")]),
    cursor ? button("更早的诉求", () => load(box, () => read(true), draw), "plain wide") : null];
  const refresh = () => load(box, () => read(false), draw);
  const soon = gathered(refresh);
  refresh();
  return { refresh, changed: (event) => { opened.add(event.request_id); soon(); } };
}

function asked(survey) {
  return h("section", { class: "card" }, h("h2", {}, "处理得怎么样？"),
    h("p", {}, `${survey.number} ${survey.outcome || ""}`),
    h("a", { class: "button main", href: survey.path }, "花十秒评价一下"));
}

function card(one, done) {
  const details = h("details", { class: "card", open: opened.has(one.request_id) },
    h("summary", { "data-key": one.request_id }, h("div", { class: "head" }, chips(one), h("span", { class: "number" }, one.number)),
      h("p", { class: "words clip" }, one.text),
      h("div", { class: "foot" }, h("span", {}, door(one.place)), h("span", {}, day(one.submitted_at)), clock(OVER.includes(one.status) || one.merged_into ? null : running(one, OURS)))),
    pictures(one.attachments),
    one.merged_into ? h("p", { class: "note" }, `这件事与 ${one.merged_into.number} 是同一件，正在一起处理，结果会告诉您。`) : null,
    facts([["负责部门", one.department_name], ["处理人", one.assignee_name], ["首问责任人", one.first_responder_name], ["暂停原因", one.pause && `${one.pause.reason}，预计 ${day(one.pause.until)} 继续`], ["处理结果", one.outcome], ["已催办", one.urges && `${one.urges} 次`]]),
    timeline(one.history, ["submit"]), h("div", { class: "acts" }, acts(one, done)));
  details.addEventListener("toggle", () => { details.open ? opened.add(one.request_id) : opened.delete(one.request_id); });
  return details;
}

function acts(one, done) {
  const move = async (name, body, said) => {
    await call("POST", `/api/v1/requests/${one.request_id}/${name}`, body);
    toast(said);
    done();
  };
  const because = (label, question, name, said) => button(label, () => ask(label, [field(question, area("reason", { maxlength: "500" }))], "确定", (element) => move(name, filled(element), said)), "plain");
  if (one.status === "resolved" || (one.status === "closed" && recent(one))) return [because("还没好，请重新处理", "哪里还不行？", "reopen", "已重新打开，我们马上跟进")];
  if (OVER.includes(one.status)) return [];
  return [button("催一下", () => move("urge", {}, "已替您催办")), because("不用处理了", "不需要处理了吗？请简单说一下原因。", "cancel", "已取消")];
}

// What was ended comes back within thirty days; after that it is a new matter.
function recent(one) {
  const end = [...one.history].reverse().find((entry) => ["close", "sign_off"].includes(entry.what));
  return end && Date.now() - new Date(end.at) < COMES_BACK;
}
