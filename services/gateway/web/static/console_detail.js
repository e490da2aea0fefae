// One request: facts, clocks, what waits for an answer, history, and the moves that are possible.
import { call, claims } from "./api.js";
import { open, sorts } from "./console_moves.js";
import { number } from "./console_phone.js";
import { messages } from "./console_sent.js";
import { asked } from "./console_surveys.js";
import { pictures } from "./photos.js";
import { DESK, LEADS, area, ask, button, facts, failed, filled, line, sent } from "./pieces.js";
import { CHANNEL, CLOCK, OUTLET } from "./words.js";
import { again, chips, clock, day, door, field, h, show, tick, timeline, toast } from "./view.js";

let names = null;

export async function detail(where, id, changed, close, go) {
  try {
    names = names || call("GET", "/api/v1/directory/staff").then((staff) => Object.fromEntries(staff.items.map((one) => [one.id, one.name]))).catch(() => ({}));
    draw(where, await call("GET", `/api/v1/requests/${id}`), { changed, close, go, names: await names });
  } catch (problem) {
    show(where, failed(problem), h("button", { type: "button", onclick: close }, "返回"));
  }
}

function draw(where, one, way) {
  // A move is made on what one has before one: somebody else's step in between is told first.
  async function move(name, form = {}) {
    try {
      const next = await call("POST", `/api/v1/requests/${one.request_id}/${name}`, { ...form, version: one.version });
      toast("已记录");
      draw(where, next, way);
      way.changed();
    } catch (problem) {
      if (problem.status === 409 || problem.status === 404) await renew();
      if (problem.status === 409) problem.message = `${problem.message.replace(/[;；，,]?请刷新后[^。]*。?$/, "")}。已换成最新状态，看过后可以再提交。`;
      throw problem;
    }
  }

  async function renew() {
    one = await call("GET", `/api/v1/requests/${one.request_id}`).catch(() => one);
    draw(where, one, way);
    way.changed();
  }

  async function start(name, step) {
    if (!step.ask) return move(name);
    ask(step.label, await step.ask(one), "确定", (element) => move(name, body(element, one)));
  }

  const moves = open(one);
  const label = ([name, step], place) => button(step.label, () => start(name, step), step.danger ? "danger" : step.first && !place ? "first" : "");
  const more = moves.filter(([, step]) => !step.first).map((each) => label(each, 1));
  show(where, h("div", { class: "back" }, h("button", { type: "button", class: "link", onclick: way.close }, "‹ 返回列表")), h("section", { class: "card" },
    h("div", { class: "head" }, chips(one), again(one), one.urges ? h("span", { class: "chip again" }, `业主催过 ${one.urges} 次`) : null, h("span", { class: "number" }, one.number)),
    waiting(one, move, way), h("p", { class: "words" }, one.text), pictures(one.attachments), told(one), clocks(one),
    h("div", { class: "acts" }, moves.filter(([, step]) => step.first).map(label)),
    more.length ? h("details", { class: "more" }, h("summary", {}, "更多操作"), h("div", { class: "acts" }, more)) : null),
  ["resolved", "closed"].includes(one.status) || one.round > 1 ? asked(one.request_id) : null,
  DESK.includes(claims().role) ? messages(one) : null,
  h("section", { class: "card" }, h("h3", {}, "经过"), timeline(one.history, ["submit"], way.names)));
  tick();
}

// What somebody should answer: a doubt, a proposal, an offer; and what it belongs together with.
function waiting(one, move, way) {
  const told = (...parts) => h("div", { class: "note" }, ...parts);
  const link = (id, text) => h("button", { type: "button", class: "plain", onclick: () => way.go(id) }, text);
  return [
    one.follow_up_open && told(`业主不满意，跟进到业主满意为止；已记回访 ${one.attempts} 次，满三次后负责人才能签结。`),
    one.confirmation === "unconfirmed" && told(`待核对：${one.doubts.join("；") || "分类拿不准"}`, doubt(one, move)),
    one.transfer && told(`${one.transfer.by_name || "系统"}请${one.transfer.to_name}接手，${day(one.transfer.until)} 前答复。理由：${one.transfer.reason}`, answer(one.transfer, "transfer", move)),
    one.hand_over && told(`${one.hand_over.by_name || "系统"}请${one.hand_over.to_name}做首问责任人，${day(one.hand_over.until)} 前答复。理由：${one.hand_over.reason}`, answer(one.hand_over, "hand-over", move)),
    one.offer && told(`抢单中，${day(one.offer.until)} 前没有人接就按规则派单。`),
    one.merged_into && told(`已并入 ${one.merged_into.number}，随它一起处理。`, one.merged_into.into ? h("div", { class: "acts" }, link(one.merged_into.into, "看那一件")) : null),
    one.followers.length > 0 && told(`有 ${one.followers.length} 件诉求并入这一件，结果会一并告知。`, h("div", { class: "acts" }, one.followers.map((id, at) => link(id, `看第 ${at + 1} 件`)))),
  ];
}

function doubt(one, move) {
  if (!DESK.includes(claims().role)) return null;
  const place = one.place || {};
  const where = ["building", "unit", "room", "spot"].map((name, at) => field(["楼栋", "单元", "房号", "位置"][at], line(name, { value: place[name] || "" })));
  const correct = () => ask("更正", [...sorts(one), h("div", { class: "row" }, where.slice(0, 3)), where[3]], "确定", (element) => {
    const { category, urgency, ...at } = filled(element);
    const moved = JSON.stringify(at) !== JSON.stringify(Object.fromEntries(Object.entries(place).filter(([, value]) => value)));
    return move("confirm", { category, urgency, ...(moved ? { place: at } : {}) });
  });
  return h("div", { class: "acts" }, button("没错", () => move("confirm"), "first"), button("更正", correct));
}

function answer(proposal, name, move) {
  const me = claims();
  const refuse = (label) => button(label, () => ask(label, [field("理由", area("reason"))], "确定", (element) => move(`${name}/decline`, filled(element))));
  if (proposal.to === me.sub) return h("div", { class: "acts" }, button("接受", () => move(`${name}/accept`), "first"), refuse("谢绝"));
  return proposal.by === me.sub || LEADS.includes(me.role) ? h("div", { class: "acts" }, refuse("撤回")) : null;
}

function told(one) {
  const reporter = one.reporter || {};
  return facts([
    ["业主", [reporter.name, door(reporter.place)].filter(Boolean).join(" · ")], ["电话", reporter.phone && number(reporter.phone, `/api/v1/requests/${one.request_id}/reporter/phone`)], ["地点", door(one.place)],
    ["部门", one.department_name], ["处理人", one.assignee_name || "未派人"], ["首问责任人", one.first_responder_name],
    ["来源", `${CHANNEL[one.channel] || one.channel} · ${day(one.submitted_at)}`], ["希望", one.prefers && `以${OUTLET[one.prefers]}回复`],
    ["暂停", one.pause && `${one.pause.reason}，至 ${day(one.pause.until)}`], ["结果", one.outcome], ["第几轮", one.round > 1 && `第 ${one.round} 轮`],
    ["业主评价", one.satisfied === null || one.satisfied === undefined ? null : one.satisfied ? "满意" : "不满意"], ["判断依据", (one.reasons || []).join("；")],
  ]);
}

function clocks(one) {
  const rows = (one.clocks || []).filter((each) => !each.round || each.round === one.round).map((each) =>
    h("tr", {}, h("td", {}, CLOCK[each.clock] || each.clock), h("td", {}, `${day(each.due_at)} 前${each.provisional ? "（暂定）" : ""}`),
      h("td", {}, each.stopped_at ? (each.missed ? h("span", { class: "clock late" }, "超时完成") : h("span", { class: "clock" }, "按时")) : clock(each))));
  return rows.length ? h("table", {}, h("tbody", {}, rows)) : null;
}

// Only what a person filled in or changed travels.
function body(element, one) {
  const found = filled(element);
  if ("reached" in found) found.reached = found.reached === "yes";
  if ("until" in found) found.until = sent(found.until);
  for (const name of ["category", "urgency"]) if (found[name] === one[name]) delete found[name];
  return found;
}
