// Write a questionnaire in the console: five kinds of questions, and when each is asked.
import { button } from "./pieces.js";
import { choice, field, h, show } from "./view.js";

const KINDS = { single: "单选", multiple: "多选", scale: "打分", words: "文字", matrix: "矩阵（每行选一项）" };
const CHOOSING = ["single", "multiple", "matrix"];
const STEERING = ["single", "multiple", "scale"];
const split = (text) => text.split("\n").map((one) => one.trim()).filter(Boolean);

export function editor() {
  const box = h("div", {});
  let rows = [fresh([])];

  const draw = () => show(box, rows.map((one, at) => block(one, at)), h("div", { class: "acts" }, button("加一道题", () => { rows.push(fresh(rows)); draw(); })));

  function block(one, at) {
    const move = (by) => () => { rows.splice(at + by, 0, rows.splice(at, 1)[0]); draw(); };
    const drop = () => { rows.splice(at, 1); draw(); };
    return h("fieldset", { class: "asked", "aria-label": `第 ${at + 1} 题` }, h("div", { class: "head" }, h("b", {}, `第 ${at + 1} 题`), h("span", { class: "number" }, at ? button("上移", move(-1), "link") : null, rows.length > 1 ? button("删除", drop, "link") : null)),
      field("问什么", typed(one, "text", { required: true, maxlength: "200" })), field("怎么答", picked(one, "kind", KINDS)), ...details(one), ticked(one, "required", "必答"), when(one, rows.slice(0, at)));
  }

  function picked(one, name, options, first) {
    const element = choice(options, {}, first);
    element.value = one[name] || "";
    element.addEventListener("change", () => { one[name] = element.value; draw(); });
    return element;
  }

  function details(one) {
    return [
      one.kind === "matrix" ? field("行（一行一个）", many(one, "rows")) : null,
      CHOOSING.includes(one.kind) ? field("选项（一行一个）", many(one, "options")) : null,
      one.kind === "multiple" ? field("最多选几项（可不填）", typed(one, "most", { type: "number", min: "1", max: "30" })) : null,
      one.kind === "scale" ? h("div", { class: "row" }, field("几分制", picked(one, "points", { 5: "1 到 5", 10: "1 到 10", 3: "1 到 3" })), field("最低分叫什么", typed(one, "low", { placeholder: "很不满意", maxlength: "20" })), field("最高分叫什么", typed(one, "high", { placeholder: "很满意", maxlength: "20" }))) : null,
    ];
  }

  // Branching: only on what was asked before.
  function when(one, before) {
    const on = Object.fromEntries(before.filter((each) => STEERING.includes(each.kind)).map((each, at) => [each.id, each.text || `第 ${at + 1} 题`]));
    if (!Object.keys(on).length) return null;
    const asked = before.find((each) => each.id === one.on);
    return [field("什么时候才问", picked(one, "on", on, "总是问")),
      asked?.kind === "scale" ? h("div", { class: "row" }, field("打分", picked(one, "bound", { at_most: "不高于", at_least: "不低于" })), field("几分", typed(one, "mark", { type: "number", min: "1", max: "10", required: true }))) : null,
      asked && asked.kind !== "scale" ? field("选了其中哪些（一行一个）", many(one, "any_of", split(asked.options).join("、"))) : null];
  }

  draw();
  return {
    box,
    load: (questions) => { rows = questions.map(read); draw(); },
    questions: () => rows.map(written),
  };
}

function fresh(rows) {
  const taken = rows.map((one) => one.id);
  let number = rows.length + 1;
  while (taken.includes(`q${number}`)) number += 1;
  return { id: `q${number}`, kind: "single", text: "", options: "", rows: "", points: "5", required: true, bound: "at_most" };
}

function typed(one, name, props) {
  const element = h("input", { value: one[name] || "", ...props });
  element.addEventListener("input", () => { one[name] = element.value; });
  return element;
}

function many(one, name, hint = "") {
  const element = h("textarea", { class: "short", required: true, placeholder: hint });
  element.value = one[name] || "";
  element.addEventListener("input", () => { one[name] = element.value; });
  return element;
}

function ticked(one, name, text) {
  const element = h("input", { type: "checkbox", checked: Boolean(one[name]) });
  element.addEventListener("change", () => { one[name] = element.checked; });
  return h("label", { class: "tick" }, element, text);
}

// As the API has it, and back.
function written(one) {
  const made = { id: one.id, kind: one.kind, text: one.text, required: Boolean(one.required) };
  if (CHOOSING.includes(one.kind)) made.options = split(one.options || "");
  if (one.kind === "matrix") made.rows = split(one.rows || "");
  if (one.kind === "multiple" && one.most) made.most = Number(one.most);
  if (one.kind === "scale") Object.assign(made, { points: Number(one.points) }, one.low && one.high ? { ends: [one.low, one.high] } : {});
  if (one.on) made.show_if = one.mark ? { question: one.on, [one.bound]: Number(one.mark) } : { question: one.on, any_of: split(one.any_of || "") };
  return made;
}

function read(one) {
  const rule = one.show_if || {};
  const bound = rule.at_least === undefined ? "at_most" : "at_least";
  return { id: one.id, kind: one.kind, text: one.text, required: one.required, options: (one.options || []).join("\n"), rows: (one.rows || []).join("\n"), points: String(one.points || 5), low: one.ends?.[0], high: one.ends?.[1], most: one.most ? String(one.most) : "",
    on: rule.question, bound, mark: rule[bound] ? String(rule[bound]) : "", any_of: (rule.any_of || []).join("\n") };
}
