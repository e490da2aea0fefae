// The owner's page: log in, report, follow, read, answer.
import { call, claims, logIn, logOut, plain, resume } from "./api.js";
import { live } from "./live.js";
import { field, form, h, show, toast } from "./view.js";
import { inbox, requests } from "./owner_lists.js";
import { report } from "./owner_report.js";

const page = document.getElementById("page");
const tabs = document.getElementById("tabs");
const TABS = { report: "报事", requests: "我的诉求", inbox: "消息" };
let current = null;
let stop = null;

async function start() {
  const who = await resume();
  if (who && who.role === "owner") enter();
  else logInCard();
}

function logInCard() {
  tabs.hidden = true;
  const phone = h("input", { type: "tel", inputmode: "tel", autocomplete: "tel", name: "phone", required: true, placeholder: "登记在物业的手机号" });
  const code = h("input", { inputmode: "numeric", autocomplete: "one-time-code", name: "code", pattern: "[0-9]{6}", maxlength: "6", required: true, placeholder: "6 位数字" });
  const get = h("button", { type: "button", onclick: () => askForCode(phone, get) }, "获取验证码");
  const log = form([field("手机号", phone), h("div", { class: "row" }, field("验证码", code), get)], "登录", async () => {
    const who = await logIn("/api/v1/auth/owner", { phone: phone.value, code: code.value });
    if (who) enter();
  });
  show(page, h("section", { class: "card" }, h("h1", {}, "您好，请先登录"), h("p", { class: "quiet" }, "报修、投诉、建议，一处提交，处理进度随时可看。"), log),
    h("p", { class: "quiet center" }, "手机号换了？请到物业服务中心更新登记。"));
}

async function askForCode(phone, button) {
  if (!phone.reportValidity()) return;
  let wait = 60;
  try {
    const answer = await plain("POST", "/api/v1/auth/codes", { phone: phone.value });
    toast(answer.detail);
  } catch (problem) {
    toast(problem.message);
    wait = problem.retryAfter || 3;
  }
  button.disabled = true;
  const timer = setInterval(() => {
    wait -= 1;
    button.textContent = wait > 0 ? `${wait} 秒后重发` : "获取验证码";
    if (wait <= 0) { clearInterval(timer); button.disabled = false; }
  }, 1000);
}

async function enter() {
  const who = claims();
  show(document.getElementById("whoami"), who.name, h("button", { type: "button", onclick: leave }, "退出"));
  call("GET", "/api/v1/directory").then((estate) => { document.getElementById("estate").textContent = estate.name; }).catch(() => null);
  show(tabs, Object.entries(TABS).map(([name, text]) => h("button", { type: "button", "data-tab": name, onclick: () => open(name) }, text)));
  tabs.hidden = false;
  stop = live(changed, refresh);
  open(location.hash.slice(1) in TABS ? location.hash.slice(1) : "report");
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
  ({ report: () => report(page, () => open("requests")), requests: () => requests(page), inbox: () => inbox(page) })[name]();
}

function changed(event) {
  if (current === "requests") requests(page, event.request_id);
  else if (current === "inbox") inbox(page);
  else toast(`您的诉求 ${event.number} 有新进展`);
}

function refresh() {
  if (current && current !== "report") open(current);
}

start();
