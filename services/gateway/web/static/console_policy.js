// Change rules by their files: fetch what holds, look what is wrong with a new one, put it.
import { call } from "./api.js";
import { button, newKey } from "./pieces.js";
import { field, form, h, show, toast } from "./view.js";

const CLOCKS = {
  at: "/api/v1/policy", title: "改规则", names: ["policy.toml", "holidays.csv"], mine: (name) => CLOCKS.names.includes(name),
  label: "文件（policy.toml 规则，holidays.csv 本小区的上班与放假）", put: "新规则已生效，没办完的诉求在下一步起按新规则", none: "还没有提交过这个文件，按《物业互动式制度》执行。",
  hint: "取来现在的文件，改好后先检查；有一处看不懂就指出行号，什么都不改。",
};
const SURVEYS = {
  at: "/api/v1/survey-rules", title: "改问卷与回访规则", names: ["surveys.toml", "half_yearly.toml"], mine: (name) => name === "holidays.csv" || /^[a-z][a-z0-9_]{0,60}\.toml$/.test(name),
  label: "文件（surveys.toml 规则，其他 .toml 各是一份问卷）", put: "新规则已生效，已经发出的问卷不变", none: "还没有提交过这个文件，按内置的规则和问卷执行。",
  hint: "surveys.toml 写回访抽多少、意见几天内答复、座谈会多久一次，half_yearly.toml 是每半年的问卷；改好后先检查，有一处看不懂就指出行号，什么都不改。",
};

export const policy = (done) => filed(CLOCKS, done);
export const surveyRules = (done) => filed(SURVEYS, done);

function filed(rules, done) {
  const file = h("input", { type: "file", accept: ".toml,.csv", multiple: true, required: true });
  const result = h("div", { "aria-live": "polite" });

  async function send(dry) {
    const chosen = [...file.files];
    const strange = chosen.filter((one) => !rules.mine(one.name)).map((one) => one.name);
    if (strange.length) throw new Error(`这里只收 ${rules.names.join("、")}，不收 ${strange.join("、")}。员工、住户和值班表在“名册”里导入。`);
    const files = Object.fromEntries(await Promise.all(chosen.map(async (one) => [one.name, await one.text()])));
    return call("PUT", rules.at, { files, dry_run: dry }, { "Idempotency-Key": newKey() });
  }

  async function put() {
    const found = await send(false);
    if (!found.applied) return show(result, told(found));
    toast(rules.put);
    done();
  }

  const look = form([field(rules.label, file)], "先检查", async () => {
    const found = await send(true);
    show(result, told(found), found.faults.length ? null : h("div", { class: "acts" }, button("提交，马上生效", put, "first")));
  });
  file.addEventListener("change", () => show(result));
  return h("details", { class: "card narrow" }, h("summary", {}, h("h2", {}, rules.title)), h("p", { class: "quiet" }, rules.hint),
    h("div", { class: "acts tight" }, rules.names.map((name) => button(`取 ${name}`, () => fetchOne(name, rules)))), look, result);
}

async function fetchOne(name, rules) {
  const text = (await call("GET", rules.at)).files[name];
  if (text === undefined) return toast(rules.none);
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

function told(found) {
  const clean = !found.faults.length;
  return [h("p", { class: clean ? "done" : "fault", role: "status" }, clean ? "检查通过，还没有提交。" : `有 ${found.faults.length} 处问题，什么都没有改。`),
    h("ul", { class: "rows long" }, [...found.faults].sort((a, b) => a.line - b.line).map((one) => h("li", {}, h("span", { class: "chip" }, one.file), one.line ? h("b", {}, `第 ${one.line} 行`) : null, h("span", {}, one.reason))))];
}
