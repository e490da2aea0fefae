// Who did what that somebody may be asked about: every service's trail, searched, newest first.
import { call } from "./api.js";
import { button, empty, load } from "./pieces.js";
import { BOOK, DEED, DETAIL, ROLE } from "./words.js";
import { choice, day, field, h, show, toast } from "./view.js";

const AT = "/api/v1/audit";
const LIMIT = 50;

export function audit(page) {
  const book = choice(BOOK, {}, "全部");
  const what = choice(DEED, {}, "全部");
  const by = h("select", {}, h("option", { value: "" }, "全部"));
  const since = h("input", { type: "date" });
  const list = h("div", {});
  let lines = [];
  let cursors = {};
  let whole = true;

  const names = () => (book.value ? [book.value] : Object.keys(BOOK));

  async function read(more) {
    const wanted = more ? names().filter((one) => cursors[one]) : names();
    const leaves = await Promise.all(wanted.map((one) => leaf(one, more ? cursors[one] : null)));
    const fresh = leaves.flatMap((found, at) => found.lines.map((line) => ({ ...line, book: wanted[at] })));
    whole = (more ? whole : true) && leaves.every((found) => found.intact);
    cursors = Object.fromEntries(leaves.map((found, at) => [wanted[at], found.cursor]));
    lines = (more ? [...lines, ...fresh] : fresh).sort((a, b) => new Date(b.at) - new Date(a.at));
    return lines;
  }

  function leaf(service, cursor) {
    const asked = { service, limit: LIMIT, cursor, what: what.value, by: by.value, since: since.value && `${since.value}T00:00:00+08:00` };
    return call("GET", `${AT}?${new URLSearchParams(Object.entries(asked).filter(([, value]) => value))}`);
  }

  const name = (id) => [...by.options].find((one) => one.value === id)?.textContent || id;
  const draw = (rows) => [whole ? h("p", { class: "quiet" }, `${rows.length} 条。记录逐条相扣，检查过没有被改动或删去。`) : h("p", { class: "fault", role: "alert" }, "记录对不上：有人改动或删去过。请立即联系系统管理方，保全数据库。"),
    rows.length ? h("ul", { class: "rows trail" }, rows.map((one) => row(one, name))) : empty("没有这样的记录。"),
    Object.values(cursors).some(Boolean) ? button("再往前找", () => load(list, () => read(true), draw), "plain wide") : null];
  const refresh = () => load(list, () => read(false), draw);

  for (const one of [book, what, by, since]) one.addEventListener("change", refresh);
  show(page, h("section", { class: "card wide" }, h("h1", {}, "操作记录"), h("div", { class: "row wrap" }, field("做了什么", what), field("谁", by), field("哪天起", since), field("哪部分", book)),
    h("div", { class: "acts tight" }, button("只看显示过的号码", () => { what.value = "phone.unmasked"; return refresh(); })), list));
  call("GET", "/api/v1/directory/staff").then((staff) => by.append(...staff.items.map((one) => h("option", { value: one.id }, `${one.name}（${ROLE[one.role]}）`)))).catch((problem) => toast(problem.message)).then(refresh);
  return { refresh };
}

function row(one, name) {
  const detail = Object.entries(one.detail).map(([key, value]) => `${DETAIL[key] || key} ${DETAIL[value] || value}`).join("，");
  const about = one.what === "phone.unmasked" && one.book === "router" ? h("a", { href: `#list/${one.about}` }, "看诉求") : one.about && one.about !== one.who ? h("code", { class: "cut", title: one.about }, name(one.about)) : null;
  return h("li", {}, h("span", { class: "quiet when" }, day(one.at)), h("b", {}, one.who === "nobody" ? "未登录的人" : name(one.who)), h("span", {}, DEED[one.what] || one.what), detail ? h("span", { class: "quiet" }, detail) : null, about, h("span", { class: "quiet number" }, one.address));
}
