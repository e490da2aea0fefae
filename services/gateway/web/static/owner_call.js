// Whom to call when it cannot wait: the estate's number, answered day and night.
import { call } from "./api.js";
import { h, show } from "./view.js";

export function calling(words) {
  const line = h("p", { class: "quiet" }, words);
  call("GET", "/api/v1/directory").then(({ phone }) => phone && show(line, words, " 着火先拨 119，并请马上拨打 ", h("a", { href: `tel:${phone.replace(/[ -]/g, "")}` }, `物业 24 小时电话 ${phone}`), "。")).catch(() => null);
  return line;
}
