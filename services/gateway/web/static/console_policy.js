// Change the rules by their files: fetch what holds, look what is wrong with a new one, put it.
import { call } from "./api.js";
import { button, newKey } from "./pieces.js";
import { field, form, h, show, toast } from "./view.js";

const AT = "/api/v1/policy";
const NAMES = ["policy.toml", "holidays.csv"];

export function policy(done) {
  const file = h("input", { type: "file", accept: ".toml,.csv", multiple: true, required: true });
  const result = h("div", { "aria-live": "polite" });

  async function send(dry) {
    const chosen = [...file.files];
    const strange = chosen.filter((one) => !NAMES.includes(one.name)).map((one) => one.name);
    if (strange.length) throw new Error(`这里只收 ${NAMES.join("、")}，不收 ${strange.join("、")}。员工、住户和值班表在“名册”里导入。`);
    const files = Object.fromEntries(await Promise.all(chosen.map(async (one) => [one.name, await one.text()])));
    return call("PUT", AT, { files, dry_run: dry }, { "Idempotency-Key": newKey() });
  }

  async function put() {
    const found = await send(false);
    if (!found.applied) return show(result, told(found));
    toast("新规则已生效，没办完的诉求在下一步起按新规则");
    done();
  }

  const look = form([field("文件（policy.toml 规则，holidays.csv 本小区的上班与放假）", file)], "先检查", async () => {
    const found = await send(true);
    show(result, told(found), found.faults.length ? null : h("div", { class: "acts" }, button("提交，马上生效", put, "first")));
  });
  file.addEventListener("change", () => show(result));
  return h("details", { class: "card narrow" }, h("summary", {}, h("h2", {}, "改规则")), h("p", { class: "quiet" }, "取来现在的文件，改好后先检查；有一处看不懂就指出行号，什么都不改。"),
    h("div", { class: "acts tight" }, NAMES.map((name) => button(`取 ${name}`, () => fetchOne(name)))), look, result);
}

async function fetchOne(name) {
  const text = (await call("GET", AT)).files[name];
  if (text === undefined) return toast("还没有提交过这个文件，按《物业互动式制度》执行。");
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}

function told(found) {
  const clean = !found.faults.length;
  return [h("p", { class: clean ? "done" : "fault", role: "status" }, clean ? "检查通过，还没有提交。" : `有 ${found.faults.length} 处问题，什么都没有改。`),
    h("ul", { class: "rows long" }, [...found.faults].sort((a, b) => a.line - b.line).map((one) => h("li", {}, h("span", { class: "chip" }, one.file), one.line ? h("b", {}, `第 ${one.line} 行`) : null, h("span", {}, one.reason))))];
}
