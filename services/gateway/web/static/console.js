// The staff's console: log in, the list, one request in detail, the desk, phone tasks.
import { call, claims, logIn, logOut, resume } from "./api.js";
import { desk } from "./console_desk.js";
import { list } from "./console_list.js";
import { tasks } from "./console_tasks.js";
import { live } from "./live.js";
import { field, form, h, show } from "./view.js";
import { ROLE } from "./words.js";

const page = document.getElementById("page");
const tabs = document.getElementById("tabs");
const TABS = { list: "诉求", desk: "登记", tasks: "电话任务" };
let current = null;
let opened = null;
let stop = null;

async function start() {
  const who = await resume();
  if (who && who.role !== "owner") enter();
  else logInCard();
}

function logInCard() {
  tabs.hidden = true;
  const name = h("input", { name: "username", autocomplete: "username", required: true, autocapitalize: "none" });
  const password = h("input", { type: "password", name: "password", autocomplete: "current-password", required: true });
  show(page, h("section", { class: "card login" }, h("h1", {}, "物业工作台"),
    form([field("用户名", name), field("密码", password)], "登录", async () => {
      await logIn("/api/v1/auth/staff", { username: name.value, password: password.value });
      enter();
    })));
}

function enter() {
  const who = claims();
  show(document.getElementById("whoami"), `${who.name} · ${ROLE[who.role] || who.role}`, h("button", { type: "button", onclick: leave }, "退出"));
  call("GET", "/api/v1/directory").then((estate) => { document.getElementById("estate").textContent = `${estate.name} 工作台`; }).catch(() => null);
  show(tabs, Object.entries(TABS).map(([name, text]) => h("button", { type: "button", "data-tab": name, onclick: () => open(name) }, text)));
  tabs.hidden = false;
  stop = live(changed, refresh);
  open(location.hash.slice(1) in TABS ? location.hash.slice(1) : "list");
}

async function leave() {
  if (stop) stop();
  await logOut();
  show(document.getElementById("whoami"));
  logInCard();
}

function open(name) {
  current = name;
  history.replaceState(null, "", `#${name}`);
  for (const tab of tabs.children) tab.setAttribute("aria-current", tab.dataset.tab === name ? "page" : "false");
  opened = { list, desk, tasks }[name](page, () => open("list"));
}

function changed(event) {
  if (current === "list" && opened) opened.changed(event);
}

function refresh() {
  if (current === "list" && opened) opened.refresh();
}

start();
