// What was told to somebody in the app; only what a person has had before their eyes counts.
import { call } from "./api.js";
import { count } from "./frame.js";
import { button, empty, load } from "./pieces.js";
import { day, h } from "./view.js";

export function inbox(box) {
  let messages = [];
  let cursor = null;

  async function read(more) {
    const found = await call("GET", `/api/v1/inbox${more && cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
    const fresh = found.messages || [];
    messages = more ? [...messages, ...fresh] : fresh;
    cursor = fresh.length ? found.cursor : null;
    shown(fresh.filter((one) => !one.read).map((one) => one.notification_id));
    return messages;
  }

  const draw = (rows) => [...(rows.length ? rows.map(message) : [empty("还没有消息。")]),
    cursor && rows.length >= 20 ? button("更早的消息", () => load(box, () => read(true), draw), "plain wide") : null];
  const refresh = () => load(box, () => read(false), draw);
  refresh();
  return { changed: refresh, refresh };
}

// How many are new, for the tab's number.
export async function unread() {
  const found = await call("GET", "/api/v1/inbox").catch(() => ({ unread: 0 }));
  count("inbox", found.unread);
}

// What a page fetches behind a screen that nobody looks at has not been shown.
function shown(ids) {
  if (!ids.length) return;
  const tell = () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", tell);
    for (let at = 0; at < ids.length; at += 50) call("POST", "/api/v1/inbox/read", { notification_ids: ids.slice(at, at + 50) }).catch(() => null);
    count("inbox", 0);
  };
  document.addEventListener("visibilitychange", tell);
  tell();
}

function message(one) {
  return h("section", { class: "card" }, h("div", { class: "head" }, one.read ? null : h("span", { class: "chip urgent" }, "新"),
    h("span", { class: "quiet number" }, day(one.sent_at))), h("p", { class: "words" }, linked(one.text)));
}

function linked(text) {
  return text.split(/(https?:\/\/[\w\-.~:/?#@!$&*+=%]+)/).map((part) => (/^https?:/.test(part) ? h("a", { href: part }, "点这里打开") : part));
}
