// The moves on a request: what each asks for, when it is possible, and for whom.
import { call, claims } from "./api.js";
import { DESK, LEADS, area, line, moment } from "./pieces.js";
import { picker } from "./photos.js";
import { CATEGORY, OVER, PAUSES, URGENCY } from "./words.js";
import { choice, door, field, h } from "./view.js";

const WORKING = ["assigned", "accepted", "on_site", "paused", "reopened", "submitted"];
const desk = () => DESK.includes(claims().role);
const lead = () => LEADS.includes(claims().role);
const heads = (one) => lead() && (claims().role !== "head" || !one.department || one.department === claims().department);
const handler = (one) => lead() || one.assignee === claims().sub;
const answers = (one) => lead() || one.first_responder === claims().sub;
const taker = (one) => one.assignee === claims().sub || (claims().role === "worker" && one.department === claims().department);

// `first`: beside the facts; the others wait behind 更多操作.
const MOVES = {
  grab: { label: "抢单", first: true, when: WORKING, may: (one) => one.offer && one.offer.to.includes(claims().sub) },
  accept: { label: "接单", first: true, when: ["assigned", "reopened"], may: taker },
  arrive: { label: "到场", first: true, when: ["accepted"], may: handler, ask: () => [field("到了哪里（可不填）", line("spot"))] },
  resume: { label: "继续处理", first: true, when: ["paused"], may: handler },
  resolve: { label: "处理完毕", first: true, when: ["accepted", "on_site"], may: handler, ask: () => [field("处理结果（业主会看到）", area("outcome")), picker()] },
  notes: { label: "写进展", first: true, when: [...WORKING, "resolved"], ask: () => [field("进展（业主会看到）", area("note")), picker()] },
  calls: { label: "记电话", first: true, when: [...WORKING, "resolved"], ask: spoken },
  pause: { label: "暂停", when: ["accepted", "on_site"], may: (one) => handler(one) && one.urgency !== "urgent", ask: () => [field("原因（业主会看到）", listed("reason", PAUSES)), field("到什么时候（可不填）", moment("until"))] },
  transfer: { label: "转给别人", when: ["assigned", "accepted", "on_site", "paused", "reopened"], may: (one) => desk() || handler(one), ask: takers },
  assign: { label: "直接指派", when: WORKING, may: (one) => lead() || (desk() && ["submitted", "assigned"].includes(one.status)), ask: (one) => colleagues(one, "staff_id") },
  "hand-over": { label: "交接首问责任", when: [...WORKING, "resolved"], may: answers, ask: (one) => colleagues(one, "to") },
  reclassify: { label: "调整分类", when: WORKING, may: (one) => desk() || handler(one), ask: (one) => [...sorts(one), field("理由", area("reason"))] },
  merge: { label: "并入另一件", when: WORKING, may: (one) => desk() && !one.merged_into && !one.followers.length, ask: others },
  unmerge: { label: "拆分出来", when: WORKING, may: (one) => desk() && one.merged_into, ask: () => [field("理由", area("reason"))] },
  "sign-off": { label: "签结", when: ["resolved", "reopened"], may: (one) => heads(one) && one.follow_up_open, ask: () => [field("签结理由（三次回访之后）", area("reason"))] },
  urge: { label: "替业主催办", when: WORKING, may: desk },
  reopen: { label: "重新处理", when: ["resolved", "closed"], may: desk, ask: () => [field("业主的说法", area("reason"))] },
  cancel: { label: "业主要求取消", when: WORKING, may: desk, danger: true, ask: () => [field("业主的说法", area("reason"))] },
};

export function open(one) {
  return Object.entries(MOVES).filter(([, move]) => move.when.includes(one.status) && (!move.may || move.may(one)));
}

export function sorts(one) {
  return [field("类别", picked(CATEGORY, "category", one.category)), field("紧急程度", picked(URGENCY, "urgency", one.urgency))];
}

// Staff by name; who is on duty comes first, with what they have in hand.
async function crew(one) {
  const [staff, duty] = await Promise.all([call("GET", "/api/v1/directory/staff"), call("GET", "/api/v1/roster").catch(() => ({ on_duty: [] }))]);
  const hands = Object.fromEntries(duty.on_duty.map((each) => [each.staff_id, each.in_hand]));
  const rank = (each) => (each.id in hands ? 0 : 2) + (each.department === one.department ? 0 : 1);
  const told = (each) => (each.id in hands ? `${each.name}（在岗，手上 ${hands[each.id]} 件）` : `${each.name}（不在岗）`);
  return staff.items.filter((each) => each.role !== "admin" && each.id !== claims().sub).sort((a, b) => rank(a) - rank(b)).map((each) => [each.id, told(each)]);
}

async function colleagues(one, name) {
  return [field("交给", choice(Object.fromEntries(await crew(one)), { name, required: true }, "请选择")), field("理由", area("reason"))];
}

// Either a person or a department; the other of the two names stays out of the form.
async function takers(one) {
  const [staff, estate] = await Promise.all([crew(one), call("GET", "/api/v1/directory")]);
  const people = staff.map(([value, text]) => h("option", { value }, text));
  const places = estate.departments.filter((each) => each.id !== one.department).map((each) => h("option", { value: each.id, "data-department": "1" }, `${each.name}（由负责人安排）`));
  const select = h("select", { name: "to", required: true }, h("option", { value: "" }, "请选择"), h("optgroup", { label: "同事" }, people), h("optgroup", { label: "部门" }, places));
  select.addEventListener("change", () => { select.name = select.selectedOptions[0].dataset.department ? "department" : "to"; });
  return [field("转给（对方接受后生效）", select), field("理由", area("reason"))];
}

async function others(one) {
  const found = (await call("GET", "/api/v1/requests?limit=100")).requests;
  const near = (each) => (each.category === one.category ? 0 : 2) + (each.place?.building === one.place?.building ? 0 : 1);
  const open = found.filter((each) => each.request_id !== one.request_id && !each.merged_into && ![...OVER, "resolved"].includes(each.status)).sort((a, b) => near(a) - near(b));
  const rows = Object.fromEntries(open.map((each) => [each.request_id, `${each.number} ${door(each.place)} ${each.text.slice(0, 18)}`]));
  return [field("同一件事的另一件诉求", choice(rows, { name: "into", required: true }, "请选择")), field("理由", area("reason"))];
}

// Whoever reaches an owner who waits for the follow-up writes down why, and what will be done.
function spoken(one) {
  const due = (one.clocks || []).some((each) => each.clock === "follow_up" && !each.stopped_at);
  const more = due ? [field("业主为什么不满意", area("why")), field("准备怎么做", area("will_be_done"))] : [];
  const reached = choice({ yes: "接通了", no: "没接通" }, { name: "reached" });
  reached.addEventListener("change", () => more.forEach((each) => {
    each.hidden = reached.value !== "yes";
    each.querySelector("textarea").required = !each.hidden;
  }));
  return [field("接通了吗", reached), ...more, field("说了什么", area("note"))];
}

function picked(options, name, value) { const one = choice(options, { name }); one.value = value; return one; }
function listed(name, options) {
  const known = h("datalist", { id: `${name}-known` }, options.map((value) => h("option", { value })));
  return h("span", {}, h("input", { name, required: true, list: `${name}-known`, placeholder: options.join("、") }), known);
}
