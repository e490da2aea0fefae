"use strict";

const OUTLETS = { sms: "短信", wechat: "微信", app: "APP" };
const STATES = { accepted: "已受理", delivered: "已送达", failed: "未送达" };
const EVERY = 2000;

const phones = document.getElementById("phones");
const bubbles = document.getElementById("bubbles");
const counts = document.getElementById("counts");
const search = document.getElementById("search");
const doubled = document.getElementById("doubled");

let messages = [];
let chosen = null;
let drawn = "";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function wanted(message) {
  const words = search.value.trim().toLowerCase();
  const heard = `${message.to} ${message.text} ${message.about}`.toLowerCase();
  return (!words || heard.includes(words)) && (!doubled.checked || message.posts > 1);
}

function bubble(message) {
  const article = element("article", `${message.outlet} ${message.status}`);
  if (message.posts > 1) article.classList.add("doubled");
  const line = element("small");
  const at = new Date(message.posted_at).toLocaleTimeString("zh-CN", { hour12: false });
  line.append(`${OUTLETS[message.outlet]} · ${at} · `, element("b", "", STATES[message.status]));
  if (message.posts > 1) line.append(" · ", element("b", "twice", `重复提交 ${message.posts} 次`));
  line.title = `${message.because}\n${message.about}\n${message.token}`;
  article.append(element("p", "", message.text), line);
  return article;
}

function choose(to) {
  chosen = chosen === to ? null : to;
  draw();
}

function entry(to, count) {
  const button = element("button");
  button.type = "button";
  button.setAttribute("aria-current", String(chosen === to));
  button.append(element("span", "to", to ?? "全部"), element("span", "count", count));
  button.addEventListener("click", () => choose(to));
  return button;
}

function draw() {
  const shown = messages.filter(wanted);
  const byPhone = new Map();
  for (const message of shown) byPhone.set(message.to, (byPhone.get(message.to) ?? 0) + 1);
  phones.replaceChildren(entry(null, shown.length));
  for (const [to, count] of [...byPhone].reverse()) phones.append(entry(to, count));

  const talk = shown.filter((message) => chosen === null || message.to === chosen);
  const newest = talk.slice(-200).reverse().map((message) => {
    const article = bubble(message);
    if (chosen === null) article.prepend(element("small", "", `→ ${message.to}`));
    return article;
  });
  bubbles.replaceChildren(...(newest.length ? newest : [element("p", "empty", "还没有消息。")]));

  const twice = messages.filter((message) => message.posts > 1).length;
  counts.textContent = `${messages.length} 条,${byPhone.size} 位收件人,重复 ${twice} 条`;
}

async function refresh() {
  try {
    const answer = await fetch("/sandbox/messages", { cache: "no-store" });
    const text = await answer.text();
    if (text !== drawn) {
      drawn = text;
      messages = JSON.parse(text).messages;
      draw();
    }
  } catch {
    counts.textContent = "沙箱没有回答,稍后再试…";
  }
  setTimeout(refresh, EVERY);
}

search.addEventListener("input", draw);
doubled.addEventListener("change", draw);
refresh();
