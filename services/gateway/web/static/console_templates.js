// The texts that are sent: read, try out on samples, change, and go back to an older version.
import { call } from "./api.js";
import { area, button, empty, filled, line, load, newKey } from "./pieces.js";
import { SENT_TO } from "./words.js";
import { choice, day, field, form, h, show, toast } from "./view.js";

const AT = "/api/v1/templates";
const ONE_SMS = 70;

export function templates(page, first) {
  const rows = h("div", {});
  const side = h("div", { class: "detail" });
  const to = choice(SENT_TO, { "aria-label": "发给谁" });
  const split = h("div", { class: "split" }, h("div", { class: "list" }, h("div", { class: "filters" }, to), rows), side);
  let chosen = first || null;
  let found = { templates: [], signature: "" };
  to.value = Object.keys(SENT_TO).find((one) => chosen?.startsWith(one) || (one === "@en" && chosen?.endsWith(one))) || "owner.";

  const fits = (one) => (to.value === "@en" ? one.name.endsWith("@en") : one.name.startsWith(to.value) && !one.name.endsWith("@en"));
  const draw = () => show(rows, found.templates.filter(fits).map(row));
  const row = (one) => h("button", { type: "button", "data-key": one.name, class: "item", "aria-current": String(one.name === chosen), onclick: () => choose(one.name) },
    h("p", { class: "words clip" }, spoken(one.text)), h("div", { class: "foot" }, h("code", {}, one.name)));
  const refresh = () => load(rows, () => call("GET", AT), (got) => { found = got; return got.templates.filter(fits).map(row); });

  function choose(name) {
    chosen = name;
    history.replaceState(null, "", name ? `#settings/templates/${name}` : "#settings/templates");
    split.classList.toggle("open", Boolean(name));
    draw();
    side.replaceChildren();
    if (name) load(side, () => call("GET", `${AT}/${name}`), (one) => whole(one, found.signature, () => { choose(name); refresh(); }, () => choose(null)));
  }

  to.addEventListener("change", () => choose(null));
  show(page, split);
  refresh().then(() => chosen && choose(chosen));
  return { refresh: () => null };
}

// A text as a person reads it: places to fill are dots.
function spoken(text) {
  return text.replace(/\{%.*?%\}/g, "").replace(/\{\{.*?\}\}/g, "…");
}

function whole(one, signature, again, close) {
  const words = area("text", { value: one.text });
  const samples = h("div", { "aria-live": "polite" }, drawn(one.samples, signature));
  const key = newKey();
  const look = async () => show(samples, drawn((await call("POST", `${AT}/${one.name}/preview`, { text: words.value })).samples, signature));
  const write = form([field("文字（{{ }} 里是系统填的内容）", words), h("div", { class: "acts tight" }, button("看看效果", look)), samples, field("为什么改（可不填）", line("note", { maxlength: "200" }))], "保存，以后都这样发", async (element) => {
    await call("PUT", `${AT}/${one.name}`, filled(element), { "Idempotency-Key": key });
    toast("已保存");
    again();
  });
  return [h("div", { class: "back" }, h("button", { type: "button", class: "link", onclick: close }, "‹ 返回列表")), h("section", { class: "card" }, h("div", { class: "head" }, h("h2", {}, spoken(one.text).slice(0, 22)), h("span", { class: "chip" }, one.version ? `本小区第 ${one.version} 版` : "系统自带"), h("span", { class: "number" }, one.name)),
    h("p", { class: "quiet" }, `何时发：${one.events.join("、")}`), write), versions(one, again)];
}

function drawn(samples, signature) {
  return samples.map((one, at) => h("div", { class: "note plain-note" }, h("p", { class: "words" }, `【${signature}】${one.text}`),
    h("p", { class: "quiet" }, `${at ? "只有必有内容时" : "内容齐全时"}：连签名 ${one.length} 字，${one.parts > 1 ? `按 ${one.parts} 条短信计费（一条 ${ONE_SMS} 字）` : "一条短信"}`)));
}

function versions(one, again) {
  const back = (number) => button("用回这一版", async () => { await call("POST", `${AT}/${one.name}/rollback`, { version: number }, { "Idempotency-Key": newKey() }); toast("已换回"); again(); });
  const row = (each) => h("li", {}, h("b", {}, `第 ${each.version} 版`), h("span", { class: "quiet" }, [day(each.at), each.by, each.note].filter(Boolean).join(" · ")), h("p", { class: "words" }, each.text), each.version === one.version ? h("span", { class: "chip state" }, "现在用") : back(each.version));
  return h("section", { class: "card" }, h("h3", {}, "版本"), one.versions.length ? h("ul", { class: "rows" }, [...one.versions].reverse().map(row), one.version ? h("li", {}, h("b", {}, "系统自带"), back(0)) : null) : empty("没有改过。"));
}
