// One request: facts, clocks, history, and the moves that its status allows.
import { call, claims, photo } from "./api.js";
import { CATEGORY, CHANNEL, CLOCK, OUTLET, OVER, PAUSES, STATUS, URGENCY } from "./words.js";
import { again, chips, choice, clock, day, door, field, form, h, running, show, tick, timeline, toast } from "./view.js";

const WORKING = ["assigned", "accepted", "on_site", "paused", "reopened", "submitted"];
const MOVES = {
  accept: { label: "接单", when: ["assigned", "reopened"] },
  arrive: { label: "到场", when: ["accepted"], ask: () => [field("到了哪里", input("spot", false))] },
  resolve: { label: "处理完毕", when: ["accepted", "on_site"], ask: () => [field("处理结果（业主会看到）", area("outcome"))] },
  notes: { label: "写进展", when: WORKING, ask: () => [field("进展（业主会看到）", area("note"))] },
  pause: { label: "暂停", when: ["accepted", "on_site"], ask: () => [field("原因（业主会看到）", listed("reason", PAUSES))], unless: (one) => one.urgency === "urgent" },
  resume: { label: "继续处理", when: ["paused"] },
  calls: { label: "记电话", when: [...WORKING, "resolved"], ask: () => [field("接通了吗", choice({ yes: "接通了", no: "没接通" }, { name: "reached" })), field("说了什么", area("note"))] },
  assign: { label: "改派", when: WORKING, ask: staffChoice },
  reclassify: { label: "调整分类", when: WORKING, ask: (one) => [field("类别", picked(CATEGORY, "category", one.category)), field("紧急程度", picked(URGENCY, "urgency", one.urgency)), field("理由", area("reason"))] },
  "sign-off": { label: "签结", when: ["resolved", "reopened"], ask: () => [field("签结理由（三次回访之后）", area("reason"))], unless: (one) => !one.follow_up_open },
  cancel: { label: "业主要求取消", when: WORKING, danger: true, ask: () => [field("业主的说法", area("reason"))] },
};

export async function detail(where, id, changed, close) {
  try {
    draw(where, await call("GET", `/api/v1/requests/${id}`), changed, close);
  } catch (problem) {
    show(where, h("p", { class: "fault" }, problem.message), h("button", { type: "button", onclick: close }, "返回"));
  }
}

function draw(where, one, changed, close) {
  const box = h("div", {});
  const buttons = Object.entries(MOVES)
    .filter(([, move]) => move.when.includes(one.status) && !(move.unless && move.unless(one)))
    .map(([name, move], place) => h("button", { type: "button", class: move.danger ? "danger" : place ? "" : "first", onclick: () => ask(name, move) }, move.label));

  async function ask(name, move) {
    if (!move.ask) return send(name, {});
    const fields = await move.ask(one);
    show(box, h("section", { class: "card" }, h("h3", {}, move.label), form(fields, "确定", (element) => send(name, body(element, one), true))));
    box.querySelector("input, textarea, select").focus();
  }

  async function send(name, form, rethrow) {
    try {
      const next = await call("POST", `/api/v1/requests/${one.request_id}/${name}`, form);
      toast("已记录");
      changed();
      if (next && next.request_id) draw(where, next, changed, close);
      else detail(where, one.request_id, changed, close);
    } catch (problem) {
      if (rethrow) throw problem;
      toast(problem.message);
    }
  }

  show(where, h("section", { class: "card" },
    h("div", { class: "head" }, chips(one), again(one), h("span", { class: "number" }, one.number)),
    h("p", { class: "words" }, one.text), pictures(one), facts(one), clocks(one),
    OVER.includes(one.status) ? null : h("div", { class: "acts" }, buttons),
    h("div", { class: "acts back" }, h("button", { type: "button", class: "plain", onclick: close }, "返回列表"))),
  box, h("section", { class: "card" }, h("h3", {}, "经过"), timeline(one.history)));
  tick();
}

function facts(one) {
  const reporter = one.reporter || {};
  const rows = [
    ["业主", [reporter.name, door(reporter.place), reporter.phone].filter(Boolean).join(" · ")], ["地点", door(one.place)],
    ["部门", one.department_name], ["处理人", one.assignee_name || "未派人"], ["首问责任人", one.first_responder_name],
    ["来源", `${CHANNEL[one.channel] || one.channel} · ${day(one.submitted_at)}`], ["希望", one.prefers && `以${OUTLET[one.prefers]}回复`],
    ["暂停", one.pause && `${one.pause.reason},至 ${day(one.pause.until)}`], ["结果", one.outcome], ["第几轮", one.round > 1 && `第 ${one.round} 轮`],
    ["判断依据", (one.reasons || []).join("；")],
  ];
  return h("dl", { class: "facts" }, rows.filter((row) => row[1]).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]).flat());
}

function clocks(one) {
  const rows = (one.clocks || []).filter((each) => !each.round || each.round === one.round).map((each) =>
    h("tr", {}, h("td", {}, CLOCK[each.clock] || each.clock), h("td", {}, `${day(each.due_at)} 前${each.provisional ? "（暂定）" : ""}`),
      h("td", {}, each.stopped_at ? (each.missed ? h("span", { class: "clock late" }, "超时完成") : h("span", { class: "clock" }, "按时")) : clock(each))));
  return rows.length ? h("table", {}, h("tbody", {}, rows)) : null;
}

function pictures(one) {
  const box = h("div", { class: "photos" });
  for (const id of one.attachments || []) photo(id).then((src) => src && box.append(h("img", { src, alt: "照片" }))).catch(() => null);
  return (one.attachments || []).length ? box : null;
}

async function staffChoice(one) {
  const found = await call("GET", "/api/v1/directory/staff");
  const near = [...found.items].sort((a, b) => (b.department === one.department) - (a.department === one.department));
  const names = Object.fromEntries(near.filter((each) => each.id !== "admin").map((each) => [each.id, `${each.name}(${each.id})`]));
  return [field("交给", choice(names, { name: "staff_id" })), field("理由", area("reason"))];
}

// Only what a person filled in or changed travels.
function body(element, one) {
  const found = Object.fromEntries([...new FormData(element)].filter(([, value]) => value !== ""));
  if ("reached" in found) found.reached = found.reached === "yes";
  for (const name of ["category", "urgency"]) if (found[name] === one[name]) delete found[name];
  return found;
}

function area(name) { return h("textarea", { name, required: true, maxlength: "2000" }); }
function input(name, required) { return h("input", { name, required, maxlength: "60" }); }
function picked(options, name, value) { const one = choice(options, { name }); one.value = value; return one; }
function listed(name, options) {
  const known = h("datalist", { id: `${name}-known` }, options.map((value) => h("option", { value })));
  return h("span", {}, h("input", { name, required: true, list: `${name}-known`, placeholder: options.join("、") }), known);
}
