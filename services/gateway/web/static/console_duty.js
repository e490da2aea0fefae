// Who is on duty, the week's roster, leave and swaps.
import { call, claims } from "./api.js";
import { LEADS, area, ask, button, empty, filled, load, moment, sent, today } from "./pieces.js";
import { ASKED, ROLE } from "./words.js";
import { choice, day, field, h, show, toast } from "./view.js";

const WEEKDAY = ["日", "一", "二", "三", "四", "五", "六"];
const ROSTER = "/api/v1/roster";

export function duty(page) {
  const boxes = [h("div", {}), h("div", {}), h("div", {})];
  let week = today();
  show(page, boxes);

  function refresh() {
    load(boxes[0], () => call("GET", ROSTER), now);
    load(boxes[1], () => call("GET", `${ROSTER}/leave`), changes);
    load(boxes[2], () => call("GET", `${ROSTER}?week=${week}`), roster);
  }

  async function move(path, form = {}) {
    await call("POST", `${ROSTER}/${path}`, form);
    toast("已记录");
    refresh();
  }

  function changes(found) {
    const me = claims();
    const lead = LEADS.includes(me.role);
    const rows = [...found.leave.map((one) => leave(one, lead, me, move)), ...found.swaps.map((one) => swap(one, lead, me, move))];
    return h("section", { class: "card" }, h("h2", {}, "请假与换班"),
      h("div", { class: "acts" }, button("我要请假", () => leaveForm(move), "first"), button("我要换班", () => swapForm(move))),
      rows.length ? h("ul", { class: "rows" }, rows) : h("p", { class: "quiet" }, lead ? "没有人请假或换班。" : "您没有请假或换班。"));
  }

  function roster(found) {
    const days = Array.from({ length: 7 }, (_, at) => shifted(week, at));
    const step = (by) => button(by < 0 ? "上一周" : "下一周", () => { week = shifted(week, by); refresh(); }, "plain");
    return h("section", { class: "card" }, h("div", { class: "head" }, h("h2", {}, "一周值班表"), h("span", { class: "acts number" }, step(-7), step(7))),
      h("div", { class: "scroll" }, days.map((date) => h("div", { class: "day" }, h("h3", { class: date === today() ? "now" : "" }, `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日 周${WEEKDAY[new Date(`${date}T12:00:00Z`).getUTCDay()]}`), shifts(found.shifts.filter((one) => one.day === date))))));
  }

  refresh();
  return { refresh };
}

function shifted(date, by) {
  return new Date(new Date(`${date}T12:00:00Z`).getTime() + by * 86400000).toISOString().slice(0, 10);
}

function now(found) {
  const people = found.on_duty;
  return h("section", { class: "card" }, h("h2", {}, `现在在岗（${people.length} 人）`), people.length ? h("ul", { class: "people" }, people.map((one) =>
    h("li", {}, h("b", {}, one.name), h("span", { class: "quiet" }, ROLE[one.role] || one.role), h("span", { class: one.in_hand ? "chip state" : "chip" }, one.in_hand ? `手上 ${one.in_hand} 件` : "空闲")))) : empty("此刻没有人在岗，请负责人检查值班表。"));
}

// One line for each hour of beginning and end: who stands it.
function shifts(rows) {
  if (!rows.length) return h("p", { class: "quiet" }, "没有排班");
  const groups = Object.groupBy ? Object.groupBy(rows, hours) : rows.reduce((all, one) => ({ ...all, [hours(one)]: [...(all[hours(one)] || []), one] }), {});
  return Object.entries(groups).sort().map(([time, those]) => h("div", { class: "shift" }, h("span", { class: "number" }, time), h("span", {}, those.map((one) =>
    h("span", { class: one.away ? "away" : one.staff_id === claims().sub ? "me" : "" }, `${one.name || one.staff_id}${one.instead_of ? "（换班）" : ""}${one.away ? "（请假）" : ""}`)))));
}

function hours(one) {
  return `${one.start}–${one.end}${one.post ? ` ${one.post}` : ""}`;
}

function leave(one, lead, me, move) {
  const asked = one.state === "asked";
  return h("li", {}, h("b", {}, one.name || one.staff_id), h("span", {}, `请假 ${day(one.since)} 至 ${day(one.until)}：${one.reason}`), state(one),
    asked && lead && one.staff_id !== me.sub ? [button("同意", () => move(`leave/${one.leave_id}/approve`), "first"), button("不同意", () => move(`leave/${one.leave_id}/refuse`))] : null,
    ["asked", "agreed"].includes(one.state) && one.staff_id === me.sub ? button("撤回", () => move(`leave/${one.leave_id}/withdraw`), "plain") : null);
}

function swap(one, lead, me, move) {
  const asked = one.state === "asked";
  return h("li", {}, h("b", {}, one.name || one.staff_id), h("span", {}, `请 ${one.with_name || one.with_id} 顶 ${one.day} 的班${one.back ? `，以 ${one.back} 的班交换` : ""}：${one.reason}`), state(one),
    asked && one.with_id === me.sub ? [button("同意", () => move(`swaps/${one.swap_id}/accept`), "first"), button("不同意", () => move(`swaps/${one.swap_id}/decline`))] : null,
    asked && one.staff_id === me.sub ? button("撤回", () => move(`swaps/${one.swap_id}/withdraw`), "plain") : null);
}

function state(one) {
  return h("span", { class: one.state === "agreed" ? "chip state" : one.state === "asked" ? "chip important" : "chip over" }, ASKED[one.state]);
}

function leaveForm(move) {
  ask("我要请假", [h("div", { class: "row" }, field("从", moment("from", { required: true })), field("到", moment("to", { required: true }))), field("理由", area("reason", { maxlength: "200" }))], "申请", (element) => {
    const found = filled(element);
    return move("leave", { from: sent(found.from), to: sent(found.to), reason: found.reason });
  });
}

async function swapForm(move) {
  const me = claims();
  const staff = (await call("GET", "/api/v1/directory/staff")).items.filter((one) => one.id !== me.sub && one.role === me.role);
  const names = Object.fromEntries(staff.map((one) => [one.id, one.name]));
  ask("我要换班", [field("请哪位同事", choice(names, { name: "with", required: true }, "请选择")), h("div", { class: "row" }, field("顶我哪天的班", h("input", { type: "date", name: "date", required: true })), field("我还哪天（可不填）", h("input", { type: "date", name: "back" }))), field("理由", area("reason", { maxlength: "200" }))], "提出", (element) => move("swaps", filled(element)));
}
