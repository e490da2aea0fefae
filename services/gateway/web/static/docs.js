// Show the merged OpenAPI document so that a person can read it.
import { h, show } from "./view.js";

const page = document.getElementById("page");
const NAMES = { gateway: "登录、账号、推送", intake: "提交诉求", router: "诉求的处理", notifier: "通知", survey: "满意度调查" };

async function start() {
  const answer = await fetch("/api/openapi.json");
  const spec = await answer.json();
  const groups = Object.fromEntries(Object.keys(NAMES).map((tag) => [tag, []]));
  for (const [path, ops] of Object.entries(spec.paths)) {
    for (const [verb, op] of Object.entries(ops)) {
      const tag = (op.tags || ["other"])[0];
      (groups[tag] = groups[tag] || []).push(operation(spec, path, verb, op));
    }
  }
  const away = spec["x-unavailable"] || [];
  show(page, h("section", { class: "card" }, h("h1", {}, spec.info.title), h("p", {}, spec.info.description),
    h("p", { class: "quiet" }, "除标明“公开”的以外，请求头带 Authorization: Bearer 令牌。出错时答复是 application/problem+json,slug 给程序看，detail 给人看。"),
    away.length ? h("p", { class: "fault" }, `这些服务暂时没有回答：${away.join("、")}`) : null),
  Object.entries(groups).map(([tag, ops]) => [h("h2", {}, `${NAMES[tag] || tag} · ${tag}`), ops]).flat(2));
}

function plain(text) {
  return (text || "").replace(/``/g, "");
}

function operation(spec, path, verb, op) {
  const who = op["x-roles"] ? op["x-roles"].join(" ") : "公开";
  const box = h("div", { class: "in" });
  const details = h("details", { class: "op" },
    h("summary", {}, h("span", { class: `verb ${verb}` }, verb.toUpperCase()), h("code", { class: "path" }, path), h("span", { class: "quiet" }, plain(op.summary))), box);
  details.addEventListener("toggle", () => { if (details.open && !box.children.length) fill(box, spec, op, who); });
  return details;
}

function fill(box, spec, op, who) {
  const rest = plain(op.description).split("\n").slice(1).join("\n").trim();
  const params = (op.parameters || []).map((one) => h("tr", {}, h("td", {}, h("code", {}, one.name)), h("td", {}, one.in), h("td", {}, one.required ? "必填" : "可选"), h("td", {}, h("code", {}, brief(spec, one.schema)))));
  const parts = [h("p", { class: "quiet" }, `谁可以用：${who}`)];
  if (rest) parts.push(h("p", { class: "words" }, rest));
  if (params.length) parts.push(h("table", {}, h("tbody", {}, params)));
  if (op.requestBody) parts.push(h("h3", {}, "提交"), ...bodies(spec, op.requestBody));
  for (const [status, answer] of Object.entries(op.responses || {})) {
    if (/^[23]/.test(status)) parts.push(h("h3", {}, `答复 ${status}`), ...bodies(spec, answer));
  }
  show(box, parts);
}

function bodies(spec, holder) {
  return Object.entries(holder.content || {}).map(([type, one]) => h("div", {}, h("span", { class: "quiet" }, type), one.schema ? h("pre", {}, JSON.stringify(shape(spec, one.schema, 0), null, 2)) : null));
}

function resolved(spec, schema) {
  return schema && schema.$ref ? spec.components.schemas[schema.$ref.split("/").pop()] || {} : schema || {};
}

function brief(spec, given) {
  const schema = resolved(spec, given);
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.anyOf) return schema.anyOf.map((one) => brief(spec, one)).join(" | ");
  return [schema.format || schema.type || "any"].flat().join(" | ");
}

// An example-like shape of a schema: names with their kinds, refs followed a few levels down.
function shape(spec, given, depth) {
  const schema = resolved(spec, given);
  if (schema.anyOf) {
    const some = schema.anyOf.filter((one) => one.type !== "null");
    return some.length === 1 ? shape(spec, some[0], depth) : brief(spec, schema);
  }
  if (depth > 4) return "…";
  if (schema.type === "array") return schema.items ? [shape(spec, schema.items, depth + 1)] : [];
  if (!schema.properties) return brief(spec, schema);
  const needed = schema.required || [];
  return Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [needed.includes(name) ? name : `${name}?`, shape(spec, one, depth + 1)]));
}

start().catch(() => show(page, h("p", { class: "fault" }, "文档暂时打不开，请稍后刷新。")));
