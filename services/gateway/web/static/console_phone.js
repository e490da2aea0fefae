// A masked number, and the button that shows the whole of it; each time is written down.
import { call } from "./api.js";
import { h, show, toast } from "./view.js";

export function number(masked, path) {
  const box = h("span", {}, masked, " ");
  const button = h("button", { type: "button", class: "plain", onclick: async () => {
    try {
      const { phone } = await call("POST", path, {});
      show(box, phone ? h("a", { class: "button", href: `tel:${phone}` }, `拨打 ${phone}`) : "未留号码");
    } catch (problem) {
      toast(problem.message);
    }
  } }, "显示号码（会留下记录）");
  box.append(button);
  return box;
}
