// The list of requests with urgency colours and clocks that count down, and the detail beside it.
import { call } from "./api.js";
import { detail } from "./console_detail.js";
import { OVER, STATUS, URGENCY } from "./words.js";
import { again, chips, choice, clock, day, door, h, running, show, tick } from "./view.js";

const ORDER = { urgent: 0, important: 1, general: 2 };
const GATHER = 250;

export function list(page) {
  const rows = h("div", {});
  const side = h("div", { class: "detail" });
  const split = h("div", { class: "split" });
  const status = choice(STATUS, { "aria-label": "状态" }, "全部状态");
  const urgency = choice(URGENCY, { "aria-label": "紧急程度" }, "全部紧急程度");
  const mine = h("input", { type: "checkbox" });
  const over = h("input", { type: "checkbox" });
  const state = { items: [], cursor: null, chosen: null, timer: null };

  async function load(more) {
    const query = new URLSearchParams({ limit: "50" });
    if (status.value) query.set("status", status.value);
    if (urgency.value) query.set("urgency", urgency.value);
    if (mine.checked) query.set("mine", "true");
    if (more && state.cursor) query.set("cursor", state.cursor);
    try {
      const found = await call("GET", `/api/v1/requests?${query}`);
      state.items = more ? [...state.items, ...found.requests] : found.requests;
      state.cursor = found.cursor;
      draw();
    } catch (problem) {
      show(rows, h("p", { class: "fault" }, problem.message));
    }
  }

  function draw() {
    const wanted = over.checked || status.value ? state.items : state.items.filter((one) => !OVER.includes(one.status));
    const sorted = [...wanted].sort((a, b) => rank(a) - rank(b) || due(a) - due(b));
    const empty = h("p", { class: "quiet center" }, "没有符合条件的诉求。");
    show(rows, sorted.length ? sorted.map(row) : empty,
      state.cursor ? h("button", { type: "button", class: "plain", onclick: () => load(true) }, "更早的诉求") : null);
    tick();
  }

  function row(one) {
    const over = OVER.includes(one.status);
    return h("button", { type: "button", class: `item ${over ? "over" : one.urgency}`, "aria-current": String(one.request_id === state.chosen), onclick: () => choose(one.request_id) },
      h("div", { class: "head" }, chips(one), again(one), h("span", { class: "number" }, one.number)),
      h("p", { class: "words clip" }, one.text),
      h("div", { class: "foot" }, h("span", {}, door(one.place) || "地点未填"), h("span", {}, one.assignee_name || "未派人"), h("span", {}, day(one.submitted_at)), over ? null : clock(running(one))));
  }

  function choose(id) {
    state.chosen = id;
    split.classList.toggle("open", Boolean(id));
    draw();
    if (id) detail(side, id, () => load(false), () => choose(null));
    else show(side);
  }

  // A burst of events (an import, a busy minute) loads the list once.
  function changed(event) {
    clearTimeout(state.timer);
    state.timer = setTimeout(() => load(false), GATHER);
    if (event.request_id === state.chosen && !side.contains(document.activeElement)) detail(side, state.chosen, () => load(false), () => choose(null));
  }

  for (const one of [status, urgency, mine]) one.addEventListener("change", () => load(false));
  over.addEventListener("change", draw);
  const filters = h("div", { class: "filters" }, status, urgency, h("label", {}, mine, "我的"), h("label", {}, over, "含已结束"));
  show(split, h("div", { class: "list" }, filters, rows), side);
  show(page, split);
  load(false);
  return { changed, refresh: () => load(false) };
}

function rank(one) {
  return (OVER.includes(one.status) ? 10 : 0) + (one.status === "resolved" ? 5 : 0) + (ORDER[one.urgency] ?? 3);
}

function due(one) {
  const next = running(one);
  return next ? new Date(next.due_at).getTime() : Infinity;
}
