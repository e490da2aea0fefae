// What the owner was told of a request, by which ways, and what became of each message.
import { call } from "./api.js";
import { button, empty, load } from "./pieces.js";
import { BECAUSE, OUTLET, SENT, UNSENT } from "./words.js";
import { day, h } from "./view.js";

const AT = "/api/v1/notifications";
const WHEN = { accepted: "accepted_at", delivered: "delivered_at", read: "read_at", failed: "failed_at", suppressed: "suppressed_at" };

export function messages(one) {
  if (!one.reporter?.owner_id) return null;
  const list = h("div", { class: "inner" });
  const details = h("details", { class: "card" }, h("summary", {}, h("h3", {}, "发给业主的消息")), list);
  let rows = [];
  let cursor = null;

  const read = async (more) => {
    const found = await call("GET", `${AT}?${new URLSearchParams({ recipient: one.reporter.owner_id, about: one.request_id, ...(more && cursor ? { cursor } : {}) })}`);
    rows = more ? [...rows, ...found.messages] : found.messages;
    cursor = found.messages.length ? found.cursor : null;
    return rows;
  };
  const draw = (all) => [all.length ? h("ul", { class: "rows" }, all.map(row)) : empty("还没有发过消息。"), cursor && all.length >= 20 ? button("更早的", () => load(list, () => read(true), draw), "plain wide") : null];
  details.addEventListener("toggle", () => details.open && load(list, () => read(false), draw));
  return details;
}

function row(one) {
  const what = one.because.replace(/\.v\d+$/, "");
  const good = ["delivered", "read"].includes(one.state);
  const at = one[WHEN[one.state]] || one.made_at;
  return h("li", {}, h("b", {}, BECAUSE[what] || what), h("span", {}, OUTLET[one.outlet]), h("span", { class: good ? "chip state" : one.state === "failed" ? "chip again" : "chip" }, SENT[one.state]),
    h("span", { class: "quiet" }, [day(at), one.next_at && `${day(one.next_at)} 再试`, UNSENT[one.reason] || one.reason].filter(Boolean).join(" · ")));
}
