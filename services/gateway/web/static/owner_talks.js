// Ask the desk something, and read what it answers.
import { call } from "./api.js";
import { calling } from "./owner_call.js";
import { area, load, newKey } from "./pieces.js";
import { day, field, form, h, toast } from "./view.js";

const AT = "/api/v1/app/conversations";

export function talk(box) {
  const refresh = () => box.querySelector("textarea")?.value || load(box, () => call("GET", AT), drawn);

  function drawn(found) {
    const lines = found.items.flatMap((one) => one.lines).sort((a, b) => new Date(a.at) - new Date(b.at)).slice(-30);
    const words = area("text", { placeholder: "例如 物业费可以怎么交？", class: "short" });
    const key = newKey();
    return h("section", { class: "card" }, h("h2", {}, "问客服"), lines.length ? h("ol", { class: "talk mine", "aria-label": "会话" }, lines.map((line) => h("li", { class: line.by ? "" : "ours" }, h("p", {}, line.text), h("span", { class: "quiet" }, `${line.by ? line.by_name || "客服" : "我"} · ${day(line.at)}`)))) : null,
      form([field("想问什么（报修、投诉请用“报事”）", words)], "发送", async () => {
        await call("POST", AT, { text: words.value }, { "Idempotency-Key": key });
        toast("已发给客服，答复会显示在这里");
        words.value = "";
        refresh();
      }), calling("急事不要等答复。"));
  }

  refresh();
  return refresh;
}
