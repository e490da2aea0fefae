// What is set up rather than done: one's own, the rules, lists, texts, the classifier, other systems.
import { claims } from "./api.js";
import { audit } from "./console_audit.js";
import { classifier } from "./console_classifier.js";
import { own } from "./console_own.js";
import { rules } from "./console_rules.js";
import { sheets } from "./console_sheets.js";
import { templates } from "./console_templates.js";
import { webhooks } from "./console_webhooks.js";
import { h, show } from "./view.js";

const MANAGERS = ["manager", "admin"];
const PARTS = [
  { name: "own", text: "我的", open: own },
  { name: "rules", text: "规则与日历", open: rules },
  { name: "sheets", text: "名册", open: sheets, only: MANAGERS },
  { name: "templates", text: "消息文字", open: templates, only: MANAGERS },
  { name: "classifier", text: "自动分类", open: classifier, only: MANAGERS },
  { name: "webhooks", text: "推送接口", open: webhooks, only: ["admin"] },
  { name: "audit", text: "操作记录", open: audit, only: ["admin"] },
];

export function settings(page, rest) {
  const mine = PARTS.filter((part) => !part.only || part.only.includes(claims().role));
  const [name, ...inner] = rest.split("/");
  const part = mine.find((one) => one.name === name) || mine[0];
  const box = h("div", {});
  const nav = h("nav", { class: "parts", "aria-label": "设置" }, mine.map((one) => h("a", { href: `#settings/${one.name}`, "aria-current": one === part ? "page" : "false" }, one.text)));
  show(page, nav, box);
  nav.querySelector("[aria-current=page]").scrollIntoView({ block: "nearest", inline: "nearest" });
  return { changed: () => null, ...part.open(box, inner.join("/")) };
}
