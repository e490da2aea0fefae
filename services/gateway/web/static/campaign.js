// What came out of a campaign, drawn while it runs: response, distributions, buildings, words.
import { call, resume } from "./api.js";
import { breakdown, means, turnout } from "./campaign_buildings.js";
import { quoted } from "./campaign_words.js";
import { button, facts, failed, fetched } from "./pieces.js";
import { bars, percent } from "./plot.js";
import { day, h, show } from "./view.js";
import { CAMPAIGN } from "./words.js";

const page = document.getElementById("page");
const id = location.pathname.split("/")[3];
const path = `/api/v1/campaigns/${id}`;
const EVERY = 10000;
const [summary, homes, list] = [h("div", {}), h("div", {}), h("div", { class: "findings" })];
let drawn = "";

function finding(one) {
  if (!one.answered) return h("section", { class: "card" }, h("h2", {}, one.text), h("p", { class: "quiet" }, "还没有人答到这道题。"));
  const words = one.kind === "words" ? quoted(path) : null;
  const parts = one.parts.flatMap((part) => [
    part.row ? h("h3", {}, part.row) : null,
    bars(part.choices.map((c) => ({ label: c.label, value: c.share, before: c.before || undefined, text: `${c.number}（${percent(c.share)}）`, more: typeof c.before === "number" ? ` 上期 ${percent(c.before)}` : "", act: words ? () => words.open(c.label) : undefined, doing: "看原话" })), 1),
    breakdown(part),
  ]);
  const mean = one.mean === undefined || one.mean === null ? "" : ` · 平均 ${one.mean} 分${change(one.mean, one.mean_before)}`;
  return h("section", { class: "card" }, h("h2", {}, one.text), h("p", { class: "quiet" }, `${one.answered} 份作答${mean}${words ? " · 点一个主题看原话" : ""}`), parts, words ? words.box : null, means(one));
}

function change(now, before) {
  if (before === undefined || before === null) return "";
  const by = Math.round((now - before) * 100) / 100;
  return `（上期 ${before}，${by > 0 ? `升 ${by}` : by < 0 ? `降 ${-by}` : "持平"}）`;
}

function head(got) {
  const waits = got.answered - got.counted;
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: got.stage === "open" ? "chip state" : "chip over" }, CAMPAIGN[got.stage] || got.stage), h("span", { class: "chip" }, got.anonymous ? "匿名" : "实名"), h("span", { class: "quiet number" }, `${day(got.closes_at)} 截止`)),
    h("h1", {}, got.title), h("div", { class: "figures" }, figure(percent(got.rate), "回收率"), figure(got.answered, "户已答"), figure(got.invited, "户已邀请")),
    facts([["与上期比", got.before && `橙线是 ${got.before}`], ["还没计入", waits > 0 && `${waits} 份，${got.anonymous ? "和邻居的凑够 5 份再一起计入，谁也认不出是谁" : "马上计入"}`]]),
    got.hidden ? h("p", { class: "note" }, "答卷还太少，为保护匿名暂不显示结果。") : null,
    h("div", { class: "acts" }, button("下载 Excel", () => fetched(`${path}/results.xlsx`, `${got.title}.xlsx`), "first"), button("打印", () => print(), "plain")));
}

const figure = (number, what) => h("p", { class: "figure" }, h("b", {}, String(number)), h("span", { class: "quiet" }, what));

// What has not changed stays as it is on the page: somebody may be reading it.
async function draw() {
  const got = await call("GET", `${path}/results`);
  show(summary, head(got));
  const now = JSON.stringify([got.findings, got.buildings]);
  if (now !== drawn) {
    drawn = now;
    show(homes, turnout(got.buildings));
    show(list, got.findings.map(finding));
  }
  if (got.stage === "open" || got.counted < got.answered) setTimeout(() => draw().catch(() => setTimeout(draw, EVERY)), EVERY);
}

show(page, summary, homes, list);
resume().then((who) => {
  if (!who) location.href = "/console";
  else draw().catch((problem) => show(page, failed(problem)));
});
