// Lists as spreadsheets: look what a file would change, take it in, hand the list out.
import { call } from "./api.js";
import { button, fetched } from "./pieces.js";
import { SHEET } from "./words.js";
import { choice, field, form, h, show, toast } from "./view.js";

const AT = "/api/v1/directory/sheets";
const WHOLE = {
  households: "名单是完整的：不在表里的业主办理退出", staff: "名单是完整的：不在表里的员工停用", roster: "",
};

export function sheets(box) {
  const kind = choice(SHEET, { name: "kind" });
  const file = h("input", { type: "file", accept: ".xlsx,.csv", required: true });
  const whole = h("input", { type: "checkbox" });
  const said = h("span", {});
  const label = h("label", { class: "tick" }, whole, said);
  const result = h("div", { "aria-live": "polite" });

  async function send(dry) {
    const body = new FormData();
    body.append("file", file.files[0]);
    const query = new URLSearchParams({ kind: kind.value, whole: String(whole.checked && !label.hidden), dry_run: String(dry) });
    return call("POST", `${AT}?${query}`, body);
  }

  // Nothing is taken in that has not been looked at just before.
  const look = form([field("哪份名单", kind), field("文件（.xlsx 或 CSV，表头怎么写都行）", file), label], "先检查", async () => {
    const found = await send(true);
    show(result, told(found), found.flaws.length ? null : h("div", { class: "acts" }, button("确认导入", take, "first")));
  });

  async function take() {
    const found = await send(false);
    if (found.applied) toast("已导入");
    show(result, found.applied ? h("p", { class: "done" }, `已导入 ${found.rows} 行：${counted(found)}。`) : told(found));
  }

  const renew = () => { label.hidden = !WHOLE[kind.value]; said.textContent = WHOLE[kind.value]; whole.checked = false; show(result); };
  kind.addEventListener("change", renew);
  file.addEventListener("change", () => show(result));
  whole.addEventListener("change", () => show(result));
  renew();
  const hand = (format) => () => fetched(`${AT}?kind=${kind.value}&format=${format}`, `${SHEET[kind.value]}.${format}`);
  show(box, h("section", { class: "card narrow" }, h("h1", {}, "名册"), h("p", { class: "quiet" }, "先检查，全部没有问题才导入；有一处不对就什么都不改。"), look, result),
    h("section", { class: "card narrow" }, h("h2", {}, "导出"), h("p", { class: "quiet" }, "导出的文件可以改好再导入。含手机号，导出会留下记录。"),
      h("ul", { class: "rows" }, Object.entries(SHEET).map(([name, text]) => h("li", {}, h("b", {}, text), button("Excel", () => { kind.value = name; renew(); return hand("xlsx")(); }), button("CSV", () => { kind.value = name; renew(); return hand("csv")(); }))))));
  return { refresh: () => null };
}

function counted(found) {
  const parts = [["added", "新增"], ["changed", "变更"], ["gone", "退出"]].filter(([name]) => found[name]).map(([name, text]) => `${text} ${found[name]}`);
  return parts.length ? parts.join("，") : "没有变化";
}

function told(found) {
  const clean = !found.flaws.length;
  return [h("p", { class: clean ? "done" : "fault", role: "status" }, clean ? `检查通过：共 ${found.rows} 行，${counted(found)}。还没有导入。` : `有 ${found.flaws.length} 处问题，什么都没有改。请在表里改好后再检查。`),
    list("要改的地方", found.flaws), list("跳过的行", found.skipped),
    found.ignored.length ? h("p", { class: "quiet" }, `用不到的列：${found.ignored.join("、")}`) : null];
}

function list(title, rows) {
  if (!rows.length) return null;
  const several = new Set(rows.map((one) => one.sheet)).size > 1;
  return [h("h3", {}, `${title}（${rows.length}）`), h("ul", { class: "rows long" }, rows.map((one) => h("li", {}, several ? h("span", { class: "quiet" }, one.sheet) : null,
    one.row ? h("b", {}, `第 ${one.row} 行`) : null, one.column ? h("span", { class: "chip" }, one.column) : null, h("span", {}, one.reason))))];
}
