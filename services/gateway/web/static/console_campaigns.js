// Questionnaires that go to many households: what runs, what came out, and how a new one is planned.
import { call, claims } from "./api.js";
import { editor } from "./console_questions.js";
import { area, ask, button, empty, facts, filled, line, load, moment, newKey, sent } from "./pieces.js";
import { CAMPAIGN } from "./words.js";
import { choice, day, field, h, show, toast } from "./view.js";

export function campaigns(page) {
  const list = h("div", { class: "wide-cards" });
  let rows = [];
  let cursor = null;
  const manager = ["manager", "admin"].includes(claims().role);

  async function read(more) {
    const found = await call("GET", `/api/v1/campaigns${more && cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
    rows = more ? [...rows, ...found.campaigns] : found.campaigns;
    cursor = found.cursor;
    return rows;
  }

  const draw = (all) => [...(all.length ? all.map((one) => card(one, manager, refresh)) : [h("section", { class: "card" }, empty("还没有做过问卷。每半年一次的满意度调查会在这里出现。"))]),
    cursor ? button("更早的问卷", () => load(list, () => read(true), draw), "plain wide") : null];
  const refresh = () => load(list, () => read(false), draw);
  show(page, manager ? h("div", { class: "acts top" }, button("新问卷", () => plan(refresh, rows), "first")) : null, list);
  refresh();
  return { refresh };
}

function card(one, manager, done) {
  const order = (name, said) => button(said, () => ask(said, [h("p", {}, one.title)], "确定", async () => { await call("POST", `/api/v1/campaigns/${one.campaign_id}/${name}`, {}); toast("已记录"); done(); }));
  const where = [...one.audience.buildings.map((name) => `${name} 栋`), ...one.audience.units].join("、") || "全小区";
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.stage === "open" ? "chip state" : "chip over" }, CAMPAIGN[one.stage] || one.stage), h("h2", {}, one.title)),
    facts([["时间", `${day(one.opens_at)} 至 ${day(one.closes_at)}`], ["对象", `${where}${one.audience.share < 1 ? `，抽 ${Math.round(one.audience.share * 100)}%` : ""}`], ["方式", one.anonymous ? "匿名" : "实名"], ["已邀请", invited(one)], ["题目", `${one.questions.length} 题`]]),
    h("div", { class: "acts" }, h("a", { class: "button", href: `/console/campaigns/${one.campaign_id}` }, "看结果"),
      manager && one.stage === "planned" ? order("cancel", "取消这次问卷") : null, manager && one.stage === "open" ? order("close", "提前截止") : null));
}

// An audience in which nobody lives is said, not left out.
function invited(one) {
  const nobody = !one.households && !one.sending && ["open", "closed"].includes(one.stage);
  return nobody ? "0 户：选定的范围里没有登记的住户" : one.households && `${one.households} 户`;
}

// A slip in a building's name would ask nobody.
async function known({ buildings }) {
  const estate = (await call("GET", "/api/v1/directory")).buildings.map((one) => one.name);
  const wrong = buildings.filter((one) => !estate.includes(one));
  if (wrong.length) throw new Error(`没有 ${wrong.join("、")} 栋，请核对楼栋（本小区有：${estate.join("、")}）。`);
}

const listed = (text) => (text || "").split(/[、，,\s]+/).filter(Boolean);

function audience({ buildings, units, share }) {
  return { buildings: listed(buildings), units: listed(units), ...(share ? { share: Number(share) / 100 } : {}) };
}

// The questions are written here, taken from an earlier campaign, or come from a file.
function plan(done, earlier) {
  const key = newKey();
  const made = editor();
  const file = h("input", { type: "file", accept: ".toml" });
  const [written, fromFile] = [h("div", {}, made.box), h("div", { hidden: true }, field("题目文件（.toml，写法见 half_yearly.toml）", file))];
  const way = choice({ write: "在这里写", file: "用文件", ...Object.fromEntries(earlier.map((one) => [one.campaign_id, `照着“${one.title}”改`])) }, {});
  const series = line("series", { maxlength: "64" });
  way.addEventListener("change", () => {
    const before = earlier.find((one) => one.campaign_id === way.value);
    fromFile.hidden = way.value !== "file";
    written.hidden = way.value === "file";
    file.required = way.value === "file";
    for (const one of written.querySelectorAll("input, textarea, select")) one.disabled = written.hidden;
    if (before) made.load(before.questions);
    if (before?.series) series.value = before.series;
  });
  const fields = [field("标题", line("title", { required: true, maxlength: "200" })), field("开头的话（可不填）", area("intro", { required: false, maxlength: "1000", class: "short" })),
    h("div", { class: "row" }, field("开始", moment("opens_at", { required: true })), field("截止", moment("closes_at", { required: true }))), field("提醒没答的（可不填）", moment("remind_at")),
    h("div", { class: "row wrap" }, field("方式", choice({ no: "实名", yes: "匿名" }, { name: "anonymous" })), field("抽多少户（%）", h("input", { type: "number", name: "share", min: "1", max: "100", placeholder: "100" }))),
    h("div", { class: "row wrap" }, field("只问这些楼栋（可不填）", line("buildings", { placeholder: "1、3" })), field("只问这些单元（可不填）", line("units", { placeholder: "2-1、2-2" }))),
    field("系列（可不填；同一系列的自动和上一次比较）", series), field("题目", way), written, fromFile];
  ask("新问卷", fields, "安排", async (element) => {
    const found = filled(element);
    const asked = way.value === "file" ? { toml: await file.files[0].text() } : { questions: made.questions() };
    const form = { title: found.title, intro: found.intro || "", series: found.series || "", anonymous: found.anonymous === "yes", audience: audience(found), opens_at: sent(found.opens_at), closes_at: sent(found.closes_at), remind_at: sent(found.remind_at), ...asked };
    await known(form.audience);
    await call("POST", "/api/v1/campaigns", form, { "Idempotency-Key": key });
    toast("已安排，到时自动发出");
    done();
  });
}
