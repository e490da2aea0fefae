// The staff's console: log in, and the tabs that a role needs.
import { call, claims, logIn } from "./api.js";
import { calls } from "./console_calls.js";
import { campaigns } from "./console_campaigns.js";
import { desk } from "./console_desk.js";
import { duty } from "./console_duty.js";
import { households } from "./console_households.js";
import { incidents } from "./console_incidents.js";
import { list } from "./console_list.js";
import { notices } from "./console_notices.js";
import { reports } from "./console_reports.js";
import { settings } from "./console_settings.js";
import { talks } from "./console_talks.js";
import { voices } from "./console_voices.js";
import { waiting } from "./console_waiting.js";
import { frame } from "./frame.js";
import { inbox } from "./inbox.js";
import { DESK, LEADS } from "./pieces.js";
import { field, form, h, toast } from "./view.js";
import { ROLE } from "./words.js";

const TABS = [
  { name: "list", text: "诉求", open: list },
  { name: "desk", text: "登记", open: (box) => desk(box, () => { location.hash = "list"; }) },
  { name: "talks", text: "会话", open: talks, only: DESK },
  { name: "calls", text: "电话", open: calls },
  { name: "households", text: "住户", open: households, only: ["clerk", "manager", "admin"] },
  { name: "incidents", text: "突发与施工", open: incidents },
  { name: "notices", text: "公告", open: notices, only: DESK },
  { name: "voices", text: "意见与座谈", open: voices },
  { name: "duty", text: "值班", open: duty },
  { name: "inbox", text: "消息", open: inbox },
  { name: "campaigns", text: "问卷", open: campaigns, only: LEADS },
  { name: "reports", text: "报表", open: reports, only: LEADS },
  { name: "settings", text: "设置", open: settings },
];

function logInCard(enter) {
  const name = h("input", { name: "username", autocomplete: "username", required: true, autocapitalize: "none" });
  const password = h("input", { type: "password", name: "password", autocomplete: "current-password", required: true });
  return h("section", { class: "card login" }, h("h1", {}, "物业工作台"),
    form([field("用户名", name), field("密码", password)], "登录", async () => {
      await logIn("/api/v1/auth/staff", { username: name.value, password: password.value });
      enter();
    }));
}

// The link in a page of the ladder: whoever follows it says that they have seen it.
function seen() {
  const page = /^#page=([\w-]+)$/.exec(location.hash)?.[1];
  if (page) call("POST", `/api/v1/pages/${page}/acknowledge`, {}).then(() => toast("已确认看到，请尽快接单处理")).catch((problem) => toast(problem.message));
  document.getElementById("whoami").prepend(`${ROLE[claims().role] || ""} `);
}

frame({
  belongs: (who) => who.role !== "owner",
  logIn: logInCard,
  shown: (who) => TABS.filter((tab) => !tab.only || tab.only.includes(who.role)).sort((a, b) => rank(a, who) - rank(b, who)),
  estate: (it) => `${it.name} 工作台`,
  entered: () => { seen(); waiting(); },
  other: (event) => {
    if (!event.type.startsWith("conversation.") || !DESK.includes(claims().role)) return;
    waiting();
    if (event.status === "waiting") toast("有业主在提问，请看“会话”");
  },
})();

// A head and a manager look at how things stand; they seldom take one in.
function rank(tab, who) {
  const last = !DESK.includes(who.role) || who.role === "clerk" ? [] : ["desk", "talks", "calls"];
  return TABS.indexOf(tab) + (last.includes(tab.name) ? TABS.length : 0);
}
