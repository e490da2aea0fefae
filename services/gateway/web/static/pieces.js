// Larger pieces that many pages are made of: lists that load, dialogs, facts, buttons that act.
import { authorized } from "./api.js";
import { form, h, show, tick, toast } from "./view.js";

export const DESK = ["clerk", "head", "manager", "admin"];
export const LEADS = ["head", "manager", "admin"];

// The same for every try of one sending, so that a repeat after a lost answer is known.
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

export function button(label, act, kind = "") {
  const element = h("button", { type: "button", class: kind, onclick: async () => {
    element.disabled = true;
    try {
      await act();
    } catch (problem) {
      toast(problem.message);
    } finally {
      element.disabled = false;
    }
  } }, label);
  return element;
}

export function empty(text) {
  return h("p", { class: "quiet center" }, text);
}

// Fetch and draw; what is there stays until the new is, and the keyboard stays where it was.
export async function load(where, get, draw) {
  if (!where.firstChild) show(where, h("p", { class: "quiet center", role: "status" }, "正在读取……"));
  try {
    const got = await get();
    const at = where.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    show(where, draw(got));
    if (at) where.querySelector(`[data-key="${CSS.escape(at)}"]`)?.focus();
    tick();
  } catch (problem) {
    show(where, failed(problem, () => load(where, get, draw)));
  }
}

export function failed(problem, again) {
  return h("section", { class: "card" }, h("p", { class: "fault", role: "alert" }, problem.message), again ? button("再试一次", again) : null);
}

// A form over the page; Escape or the second button leaves it.
export function ask(title, fields, label, act) {
  const dialog = h("dialog", { "aria-label": title });
  dialog.append(h("h2", {}, title), form(fields, label, async (element) => {
    await act(element);
    dialog.close();
  }), h("button", { type: "button", class: "plain wide", onclick: () => dialog.close() }, "返回"));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

// What a form holds: only what was filled in; photos as a list.
export function filled(element) {
  const given = new FormData(element);
  const found = Object.fromEntries([...given].filter(([name, value]) => value !== "" && name !== "attachments"));
  const photos = given.getAll("attachments");
  return photos.length ? { ...found, attachments: photos } : found;
}

export function facts(rows) {
  return h("dl", { class: "facts" }, rows.filter((row) => row[1]).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]).flat());
}

export function area(name, { value = "", ...props } = {}) {
  const element = h("textarea", { name, required: true, maxlength: "2000", ...props });
  element.value = value;
  return element;
}

export function line(name, props = {}) {
  return h("input", { name, maxlength: "60", ...props });
}

// A moment of the estate, as people pick it.
export function moment(name, props = {}) {
  return h("input", { type: "datetime-local", name, ...props });
}

export function sent(local) {
  return local ? `${local}:00+08:00` : undefined;
}

export function today(shift = 0) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Date.now() + shift * 86400000);
}

// Answer many events with one reading.
export function gathered(act, pause = 250) {
  let timer = null;
  return () => { clearTimeout(timer); timer = setTimeout(act, pause); };
}

// Keep what the server hands out as a file.
export async function fetched(path, name) {
  const answer = await authorized("GET", path);
  if (!answer.ok) return toast((await answer.json().catch(() => ({}))).detail || "没有下载成功，请再试一次。");
  const href = URL.createObjectURL(await answer.blob());
  h("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}
