// Build pieces of a page; text only ever goes in as text.
import { CATEGORY, CLOCK, FIELD, OUTLET, OVER, STATUS, URGENCY, WAY, WHAT } from "./words.js";

export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && typeof value !== "string") element[name] = value;
    else if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}

export function show(where, ...children) {
  where.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

export function toast(text) {
  const note = h("div", { class: "toast", role: "status" }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 3500);
}

export function field(label, input) {
  return h("label", {}, label, input);
}

export function choice(options, props, first) {
  const rows = Object.entries(options).map(([value, text]) => h("option", { value }, text));
  return h("select", props || {}, first === undefined ? null : h("option", { value: "" }, first), rows);
}

// A form that says what went wrong and cannot be sent twice at once.
export function form(fields, label, act) {
  const fault = h("p", { class: "fault", role: "alert", hidden: true });
  const button = h("button", { class: "main", type: "submit" }, label);
  const element = h("form", {}, fields, fault, button);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    fault.hidden = true;
    try {
      await act(element);
    } catch (problem) {
      const reasons = (problem.faults || []).map((one) => `${FIELD[one.at.split(".").pop()] || one.at}：${one.reason}`).join("；");
      fault.textContent = reasons && problem.status === 422 ? `${problem.message} ${reasons}` : problem.message;
      fault.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
  return element;
}

// An estate lives by its own time, wherever the browser is.
const TIME = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function day(moment) {
  const read = (at) => Object.fromEntries(TIME.formatToParts(at).map((part) => [part.type, part.value]));
  const [at, now] = [read(new Date(moment)), read(new Date())];
  const today = at.month === now.month && at.day === now.day;
  return `${today ? "今天" : `${at.month}月${at.day}日`} ${at.hour}:${at.minute}`;
}

function span(seconds) {
  const s = Math.abs(Math.round(seconds));
  const two = (n) => String(n).padStart(2, "0");
  if (s < 3600) return `${Math.floor(s / 60)}:${two(s % 60)}`;
  if (s < 172800) return `${Math.floor(s / 3600)} 小时 ${two(Math.floor((s % 3600) / 60))} 分`;
  return `${Math.floor(s / 86400)} 天`;
}

export function door(place) {
  if (!place) return "";
  const room = [place.building, place.unit, place.room].filter(Boolean).join("-");
  return [room, place.spot].filter(Boolean).join(" ");
}

export function chips(request) {
  const over = OVER.includes(request.status);
  return [
    h("span", { class: `chip ${request.urgency}` }, URGENCY[request.urgency] || request.urgency),
    h("span", { class: over ? "chip over" : "chip state" }, STATUS[request.status] || request.status),
    h("span", { class: "chip" }, CATEGORY[request.category] || request.category),
  ];
}

export function again(request) {
  return request.round > 1 ? h("span", { class: "chip again" }, `${request.satisfied ? "" : "业主不满意 · "}第 ${request.round} 轮`) : null;
}

export function running(request, but = []) {
  const open = (request.clocks || []).filter((one) => !one.stopped_at && !but.includes(one.clock));
  return open.sort((a, b) => new Date(a.due_at) - new Date(b.due_at))[0] || null;
}

export function clock(one) {
  if (!one) return null;
  const name = CLOCK[one.clock] || one.clock;
  return h("span", { class: "clock", "data-due": one.due_at, "data-name": name, "data-provisional": one.provisional ? "1" : "" });
}

export function tick() {
  for (const one of document.querySelectorAll("[data-due]")) {
    const left = (new Date(one.dataset.due) - Date.now()) / 1000;
    const about = one.dataset.provisional ? "约" : "";
    one.textContent = left < 0 ? `${one.dataset.name}超时 ${span(left)}` : `${one.dataset.name}还剩${about} ${span(left)}`;
    one.classList.toggle("late", left < 0);
    one.classList.toggle("soon", left >= 0 && left < 900);
  }
}
setInterval(tick, 1000);

// `names` are those of the staff, by id, where the page knows them.
export function timeline(history, silent = [], names = {}) {
  const rows = [...(history || [])].reverse().map((entry) =>
    h("li", {}, h("b", {}, WHAT[entry.what] || entry.what), entry.note && !silent.includes(entry.what) ? ` ${noted(entry, names)}` : "",
      entry.why && h("p", { class: "words" }, `业主为什么不满意：${entry.why}`), entry.will_be_done && h("p", { class: "words" }, `准备怎么做：${entry.will_be_done}`),
      h("span", { class: "quiet" }, [day(entry.at), entry.by_name || "系统", WAY[entry.channel], turned(entry)].filter(Boolean).join(" · "))));
  return h("ol", { class: "line" }, rows);
}

function noted({ what, note }, names) {
  if (what === "feed_back") return OUTLET[note] || note;
  if (what !== "page") return note;
  const [name, paged = ""] = note.split(": ");
  return `${CLOCK[name] || name}：${paged.split(", ").map((id) => names[id] || id).join("、")}`;
}

// What a move changed in how the matter is sorted; who has it is told by the move itself.
function turned({ before, after }) {
  return [["category", CATEGORY], ["urgency", URGENCY]].filter(([name]) => before?.[name] && after?.[name])
    .map(([name, words]) => `${words[before[name]]} → ${words[after[name]]}`).join("，");
}
