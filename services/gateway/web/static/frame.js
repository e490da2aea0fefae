// The frame of a page: log-in or tabs, who is there, and the events that the open tab hears.
import { call, claims, logOut, resume } from "./api.js";
import { live } from "./live.js";
import { h, show } from "./view.js";

const page = document.getElementById("page");
const tabs = document.getElementById("tabs");
const whoami = document.getElementById("whoami");

// `shown(who)` gives the tabs of a role: [{name, text, open(box, rest)}]; `other` hears what no tab does.
export function frame({ belongs, logIn, shown, estate, other, entered }) {
  let mine = [];
  let opened = null;
  let stop = null;

  async function start() {
    const who = await resume();
    if (who && belongs(who)) enter();
    else ask();
  }

  function ask() {
    tabs.hidden = true;
    show(whoami);
    show(page, logIn(enter));
  }

  function enter() {
    const who = claims();
    mine = shown(who);
    show(whoami, `${who.name} `, h("button", { type: "button", onclick: leave }, "退出"));
    call("GET", "/api/v1/directory").then((it) => { document.getElementById("estate").textContent = estate(it); }).catch(() => null);
    show(tabs, mine.map((tab) => h("a", { href: `#${tab.name}`, "data-tab": tab.name }, tab.text)));
    tabs.hidden = false;
    stop = live(changed, () => opened?.refresh?.());
    entered?.();
    addEventListener("hashchange", open);
    open();
  }

  async function leave() {
    stop?.();
    opened?.close?.();
    opened = null;
    removeEventListener("hashchange", open);
    await logOut();
    ask();
  }

  function open() {
    const [name, ...rest] = location.hash.slice(1).split("/");
    const path = location.pathname.split("/").pop();
    const tab = mine.find((one) => one.name === name) || mine.find((one) => one.name === path) || mine[0];
    for (const one of tabs.children) one.setAttribute("aria-current", one.dataset.tab === tab.name ? "page" : "false");
    tabs.querySelector("[aria-current=page]").scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = h("div", {});
    show(page, box);
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    opened?.close?.();
    opened = tab.open(box, rest.join("/")) || null;
  }

  function changed(event) {
    if (event.type.startsWith("conversation.")) (opened?.talked || other)?.(event);
    else if (opened?.changed) opened.changed(event);
    else other?.(event);
  }

  return start;
}

// The number beside a tab's name: what waits there.
export function count(name, number) {
  const tab = tabs.querySelector(`[data-tab="${name}"]`);
  if (!tab) return;
  tab.querySelector(".count")?.remove();
  if (number) tab.append(h("span", { class: "count" }, String(number)));
}
