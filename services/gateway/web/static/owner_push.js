// Let this browser be pushed to, where the installation offers it and the browser can.
import { call } from "./api.js";
import { button } from "./pieces.js";
import { h, show, toast } from "./view.js";

const PATH = "/api/v1/preferences/push";
const WORKER = "/static/push-worker.js";

export async function push(where) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const offer = await call("GET", PATH).catch(() => null);
  if (!offer) return;
  const worker = await navigator.serviceWorker.getRegistration("/");
  const now = worker && await worker.pushManager.getSubscription();
  const again = () => push(where);
  show(where, h("section", { class: "card" }, h("h2", {}, "这台设备的通知"), h("p", { class: "quiet" }, now ? "已开启：有新消息时，这台设备会响。" : "开启后，即使没有打开网页，有新消息时这台设备也会响。"),
    now ? button("关闭通知", () => leave(now).then(again)) : button("开启通知", () => join(offer.public_key).then(again), "first")));
}

async function join(key) {
  if (await Notification.requestPermission() !== "granted") return toast("浏览器没有允许通知。可以在浏览器的网站设置里打开。");
  const worker = await navigator.serviceWorker.register(WORKER, { scope: "/" });
  await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  const { endpoint, keys } = made.toJSON();
  await call("POST", PATH, { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  toast("已开启");
}

async function leave(now) {
  await call("DELETE", PATH, { endpoint: now.endpoint });
  await now.unsubscribe();
  toast("已关闭");
}

function bytes(key) {
  const text = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (one) => one.charCodeAt(0));
}
