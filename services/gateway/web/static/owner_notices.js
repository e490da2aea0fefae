// The notices that are for the owner now; opening one says that it was read.
import { call } from "./api.js";
import { count } from "./frame.js";
import { empty, load } from "./pieces.js";
import { day, h } from "./view.js";

const AT = "/api/v1/notices";

export function notices(box) {
  const refresh = () => load(box, () => call("GET", `${AT}/current`), (found) => {
    count("notices", found.unread);
    return found.notices.length ? found.notices.map(card) : empty("目前没有公告。");
  });
  refresh();
  return { refresh, changed: () => null };
}

export async function waiting() {
  const found = await call("GET", `${AT}/current`).catch(() => ({ unread: 0 }));
  count("notices", found.unread);
}

function card(one) {
  const fresh = h("span", { class: one.must_read ? "chip urgent" : "chip" }, one.must_read ? "必读" : "新");
  const details = h("details", { class: "card" }, h("summary", { "data-key": one.notice_id }, h("div", { class: "head" }, one.emergency ? h("span", { class: "chip urgent" }, "紧急") : null, one.read_at ? null : fresh, h("h2", {}, one.title)),
    h("p", { class: "quiet" }, `${day(one.published_at)} 发布${one.expires_at ? `，有效至 ${day(one.expires_at)}` : ""}`)), h("p", { class: "words" }, one.text));
  details.addEventListener("toggle", async () => {
    if (!details.open || one.read_at) return;
    one.read_at = new Date().toISOString();
    await call("POST", `${AT}/${one.notice_id}/read`, {}).catch(() => { one.read_at = null; });
    if (one.read_at) fresh.remove();
    waiting();
  });
  return details;
}
