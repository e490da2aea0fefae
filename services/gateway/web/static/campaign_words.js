// The owners' own words about a topic, nobody named, page by page.
import { call } from "./api.js";
import { button, empty, load } from "./pieces.js";
import { h, show } from "./view.js";

export function quoted(path) {
  const box = h("div", { "aria-live": "polite" });

  function open(topic) {
    let rows = [];
    let cursor = 0;
    const list = h("div", {});
    const read = async () => {
      const found = await call("GET", `${path}/words?topic=${encodeURIComponent(topic)}&limit=20&cursor=${cursor || 0}`);
      rows = [...rows, ...found.quotes];
      cursor = found.cursor;
      return rows;
    };
    const draw = (all) => [all.length ? h("ul", { class: "quotes" }, all.map((one) => h("li", {}, one.words))) : empty("还没有。"), cursor ? button("还有", () => load(list, read, draw), "plain wide") : null];
    show(box, h("div", { class: "head" }, h("h3", {}, `“${topic}”的原话`), h("span", { class: "number" }, button("收起", () => show(box), "plain"))), list);
    load(list, read, draw);
  }

  return { box, open };
}
