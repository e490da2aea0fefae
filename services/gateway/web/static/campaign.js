// What came out of a campaign, drawn while it runs: response rate, distributions, buildings, words.
import { call, resume } from "./api.js";
import { button, failed, fetched } from "./pieces.js";
import { bars, percent } from "./plot.js";
import { h, show } from "./view.js";
import { CAMPAIGN } from "./words.js";

const page = document.getElementById("page");
const id = location.pathname.split("/")[3];
const path = `/api/v1/campaigns/${id}`;

function finding(one) {
  const parts = one.parts.flatMap((part) => [
    part.row ? h("p", { class: "number" }, part.row) : null,
    bars(part.choices.map((c) => ({ label: c.label, value: c.share, before: c.before, text: `${c.number}（${percent(c.share)}）` })), 1),
  ]);
  const mean = one.mean == null ? "" : ` · 平均 ${one.mean}${one.mean_before == null ? "" : `（上期 ${one.mean_before}）`}`;
  const shown = one.buildings.filter((b) => !b.hidden && b.mean != null);
  const hidden = one.buildings.filter((b) => b.hidden).map((b) => b.building);
  return h("section", { class: "card" }, h("h2", {}, one.text), h("p", { class: "quiet" }, `${one.answered} 份${mean}`), parts,
    shown.length ? h("h3", {}, "各楼栋平均分") : null,
    shown.length ? bars(shown.map((b) => ({ label: `${b.building} 栋`, value: b.mean, text: `${b.mean}（${b.answered} 份）` })), Math.max(5, ...shown.map((b) => b.mean))) : null,
    hidden.length ? h("p", { class: "quiet" }, `少于 5 份、不单独显示的楼栋：${hidden.join("、")}`) : null);
}

async function draw() {
  const got = await call("GET", `${path}/results`);
  show(page,
    h("section", { class: "card" }, h("h1", {}, got.title),
      h("p", {}, `${CAMPAIGN[got.stage] || got.stage} · ${got.anonymous ? "匿名" : "实名"}${got.before ? ` · 橙线为${got.before}` : ""}`),
      bars([{ label: "回收率", value: got.rate, text: `${got.answered} / ${got.invited} 户（${percent(got.rate)}）` }], 1),
      got.answered > got.counted ? h("p", { class: "quiet" }, `已计入 ${got.counted} 份，其余稍后与别家的一起计入。`) : null,
      got.hidden ? h("p", {}, "答卷还太少，为保护匿名暂不显示结果。") : null,
      button("下载 Excel", () => fetched(`${path}/results.xlsx`, `${got.title}.xlsx`))),
    got.findings.map(finding));
  if (got.stage === "open") setTimeout(() => draw().catch(() => null), 10000);
}

resume().then((who) => {
  if (!who) location.href = "/console";
  else draw().catch((problem) => show(page, failed(problem)));
});
