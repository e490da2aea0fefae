// The list of requests with urgency colours and clocks that count down, and the detail beside it.
import { call, claims } from "./api.js";
import { detail } from "./console_detail.js";
import { OVER, STATUS, URGENCY } from "./words.js";
import { DESK, empty, failed, gathered } from "./pieces.js";
import { again, chips, choice, clock, day, door, h, running, show, tick } from "./view.js";

const ORDER = { urgent: 0, important: 1, general: 2 };

export function list(page, first) {
  const rows = h("div", {});
  const side = h("div", { class: "detail" });
  const split = h("div", { class: "split" });
  const status = choice(STATUS, { "aria-label": "状态" }, "全部状态");
  const urgency = choice(URGENCY, { "aria-label": "紧急程度" }, "全部紧急程度");
  const mine = h("input", { type: "checkbox" });
  const asked = h("input", { type: "checkbox" });
  const doubtful = h("input", { type: "checkbox" });
  const over = h("input", { type: "checkbox" });
  const state = { items: null, cursor: null, chosen: first || null };

  async function load(more) {
    const query = new URLSearchParams({ limit: "50" });
    if (status.value) query.set("status", status.value);
    if (urgency.value) query.set("urgency", urgency.value);
    if (mine.checked) query.set("mine", "true");
    if (asked.checked) query.set("asked", "true");
    if (doubtful.checked) query.set("unconfirmed", "true");
    if (more && state.cursor) query.set("cursor", state.cursor);
    try {
      const found = await call("GET", `/api/v1/requests?${query}`);
      state.items = more ? [...state.items, ...found.requests] : found.requests;
      state.cursor = found.cursor;
      draw();
    } catch (problem) {
      show(rows, failed(problem, () => load(false)));
    }
  }

  function draw() {
    if (!state.items) return show(rows, h("p", { class: "quiet center", role: "status" }, "正在读取……"));
    const wanted = over.checked || status.value ? state.items : state.items.filter((one) => !OVER.includes(one.status));
    const sorted = [...wanted].sort((a, b) => rank(a) - rank(b) || due(a) - due(b));
    const at = rows.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    show(rows, sorted.length ? sorted.map(row) : empty("没有符合条件的诉求。"),
      state.cursor ? h("button", { type: "button", class: "plain", onclick: () => load(true) }, "更早的诉求") : null);
    if (at) rows.querySelector(`[data-key="${at}"]`)?.focus();
    tick();
  }

  function row(one) {
    const over = OVER.includes(one.status);
    return h("button", { type: "button", "data-key": one.request_id, class: `item ${over ? "over" : one.urgency}`, "aria-current": String(one.request_id === state.chosen), onclick: () => choose(one.request_id) },
      h("div", { class: "head" }, chips(one), marks(one), again(one), h("span", { class: "number" }, one.number)),
      h("p", { class: "words clip" }, one.text),
      h("div", { class: "foot" }, h("span", {}, door(one.place) || "地点未填"), h("span", {}, one.assignee_name || "未派人"), h("span", {}, day(one.submitted_at)), over ? null : clock(running(one))));
  }

  function choose(id) {
    state.chosen = id;
    history.replaceState(null, "", id ? `#list/${id}` : "#list");
    split.classList.toggle("open", Boolean(id));
    draw();
    if (id) detail(side, id, () => load(false), () => choose(null), choose);
    else show(side);
  }

  // A burst of events (an import, a busy minute) loads the list once.
  function changed(event) {
    soon();
    if (event.request_id === state.chosen && !document.querySelector("dialog[open]")) detail(side, state.chosen, () => load(false), () => choose(null), choose);
  }

  const soon = gathered(() => load(false));
  for (const one of [status, urgency, mine, asked, doubtful]) one.addEventListener("change", () => load(false));
  over.addEventListener("change", draw);
  const filters = h("div", { class: "filters" }, status, urgency, [[mine, "我的"], [asked, "等我答复"], DESK.includes(claims().role) && [doubtful, "待核对"], [over, "含已结束"]].filter(Boolean).map(([box, text]) => h("label", {}, box, text)));
  show(split, h("div", { class: "list" }, filters, rows), side);
  show(page, split);
  draw();
  if (state.chosen) choose(state.chosen);
  load(false);
  return { changed, refresh: () => load(false) };
}

function marks(one) {
  return [
    one.confirmation === "unconfirmed" ? h("span", { class: "chip important" }, "待核对") : null,
    one.transfer || one.hand_over ? h("span", { class: "chip important" }, "等答复") : null,
    one.offer ? h("span", { class: "chip urgent" }, "可抢单") : null,
    one.urges ? h("span", { class: "chip again" }, `业主催过 ${one.urges} 次`) : null,
    one.merged_into ? h("span", { class: "chip over" }, `并入 ${one.merged_into.number}`) : null,
  ];
}

function rank(one) {
  return (OVER.includes(one.status) ? 10 : 0) + (one.status === "resolved" ? 5 : 0) + (ORDER[one.urgency] ?? 3);
}

function due(one) {
  const next = running(one);
  return next ? new Date(next.due_at).getTime() : Infinity;
}
