// The owner's page: log in, report, follow, read, settle how to be told.
import { lastWords, logIn, plain } from "./api.js";
import { frame } from "./frame.js";
import { inbox, unread } from "./inbox.js";
import { asking } from "./owner_household.js";
import { notices, waiting } from "./owner_notices.js";
import { requests } from "./owner_lists.js";
import { report } from "./owner_report.js";
import { settings } from "./owner_settings.js";
import { talk } from "./owner_talks.js";
import { voices } from "./owner_voices.js";
import { wechatLogIn } from "./owner_wechat.js";
import { gathered } from "./pieces.js";
import { field, form, h, show, toast } from "./view.js";

const TABS = [
  { name: "report", text: "报事", open: (box) => report(box, () => { location.hash = "requests"; }) },
  { name: "requests", text: "诉求", open: requests },
  { name: "inbox", text: "消息", open: messages },
  { name: "notices", text: "公告", open: notices },
  { name: "voices", text: "议事", open: voices },
  { name: "settings", text: "我的", open: settings },
];

const EVERY = 60000;

// What the owner asks, and below it what was told; the stream does not tell of every message.
function messages(box) {
  const [told, asked] = [h("div", {}), h("div", {})];
  show(box, asked, told);
  const refresh = talk(asked);
  const list = inbox(told);
  const both = () => { refresh(); list.refresh(); };
  const beat = setInterval(() => document.hidden || both(), EVERY);
  return { refresh: both, changed: both, talked: gathered(both), close: () => clearInterval(beat) };
}

function logInCard(enter) {
  const phone = h("input", { type: "tel", inputmode: "tel", autocomplete: "tel", name: "phone", required: true, placeholder: "登记在物业的手机号" });
  const code = h("input", { inputmode: "numeric", autocomplete: "one-time-code", name: "code", pattern: "[0-9]{6}", maxlength: "6", required: true, placeholder: "6 位数字" });
  const get = h("button", { type: "button", onclick: () => askForCode(phone, get) }, "获取验证码");
  const log = form([field("手机号", phone), h("div", { class: "row" }, field("验证码", code), get)], "登录", async () => {
    if (await logIn("/api/v1/auth/owner", { phone: phone.value, code: code.value })) enter();
  });
  const said = lastWords();
  return [said && h("p", { class: "done", role: "status" }, said), wechatLogIn(), h("section", { class: "card" }, h("h1", {}, "您好，请先登录"), h("p", { class: "quiet" }, "报修、投诉、建议，一处提交，处理进度随时可看。"), log),
    h("p", { class: "quiet center" }, "手机号换了？请到物业服务中心更新登记。")];
}

async function askForCode(phone, button) {
  if (!phone.reportValidity()) return;
  let wait = 60;
  try {
    toast((await plain("POST", "/api/v1/auth/codes", { phone: phone.value })).detail);
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

function said(event) {
  if (event.type.startsWith("conversation.")) return event.status === "answered" ? "客服答复您了，请看“消息”" : "您的话已转给客服";
  return `您的诉求 ${event.number} 有新进展`;
}

frame({
  belongs: (who) => who.role === "owner",
  logIn: logInCard,
  shown: () => TABS,
  estate: (it) => it.name,
  entered: () => { unread(); waiting(); asking(); },
  other: (event) => { toast(said(event)); unread(); },
})();
