// How well requests are sorted by themselves, which model speaks, and going back to the one before.
import { call } from "./api.js";
import { ask, button, empty, facts, load, newKey } from "./pieces.js";
import { bars, percent } from "./plot.js";
import { day, h, toast } from "./view.js";

const AT = "/api/v1/classifier";
const SHIPPED = "shipped";

export function classifier(box) {
  const refresh = () => load(box, () => call("GET", AT), (found) => [quality(found), models(found, refresh)]);
  refresh();
  return { refresh };
}

function quality({ accuracy, since, until }) {
  const all = accuracy.confirmed;
  const told = [["category_right", "类别"], ["urgency_right", "紧急程度"], ["both_right", "两样都对"]].map(([name, label]) => ({ label, value: all ? accuracy[name] / all : null, text: all ? `${percent(accuracy[name] / all)}（${accuracy[name]}/${all}）` : "暂无" }));
  return h("section", { class: "card" }, h("h1", {}, "自动分类对不对"), h("p", { class: "quiet" }, `${day(since)} 至 ${day(until)}，人工核对过的 ${all} 件里，系统判断没有被改的比例。请人核对的多是系统自己拿不准的，所以低于平时。`), all ? bars(told) : empty("这段时间还没有人核对过。在诉求列表勾“待核对”，确认或更正都会记下来，系统从中学习。"));
}

function models(found, done) {
  const back = () => ask("退回上一个模型", [h("p", {}, "几秒内生效，新提交的诉求按上一个模型判断；已经分好的不变。")], "退回", async () => {
    await call("POST", `${AT}/rollback`, {}, { "Idempotency-Key": newKey() });
    toast("已退回");
    done();
  });
  const share = (value) => `${(value * 100).toFixed(1)}%`;
  const cells = (one) => [h("span", {}, one.fingerprint.slice(0, 10), " ", one.fingerprint === found.active ? h("span", { class: "chip state" }, "现在用") : null), day(one.made_at), `${one.samples} 条，其中更正 ${one.corrections}`, share(one.figures.category_f1), share(one.figures.urgency_f1), share(one.figures.urgent_recall)];
  return h("section", { class: "card" }, h("h2", {}, "模型"), facts([["现在用", found.active === SHIPPED ? "系统自带" : found.active.slice(0, 10)], ["换上", found.changed_at && `${day(found.changed_at)} · ${found.changed_by}`]]),
    found.models.length ? h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, ["模型", "学成", "学了", "类别 F1", "紧急程度 F1", "紧急召回"].map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, found.models.map((one) => h("tr", {}, cells(one).map((cell) => h("td", {}, cell))))))) : h("p", { class: "quiet" }, "还没有从本小区的更正里学过。"),
    found.can_roll_back ? h("div", { class: "acts" }, button("退回上一个模型", back)) : null);
}
