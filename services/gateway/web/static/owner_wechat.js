// The owner's WeChat: log in with it inside WeChat, what to do when it is bound to nobody, unbind it.
import { call, plain } from "./api.js";
import { ask, button } from "./pieces.js";
import { h, show, toast } from "./view.js";

const AT = "/api/v1/auth/wechat";
const UNBOUND = "#wechat-unbound";
const INSIDE = /MicroMessenger/i.test(navigator.userAgent);

// The platform asks for the reader's WeChat in its own browser only.
export function wechatLogIn() {
  const box = h("div", {});
  if (location.hash === UNBOUND) box.append(h("section", { class: "card known important", role: "status" }, h("h2", {}, "您的微信还没有绑定房号"),
    h("p", {}, "请先用手机号登录。要让微信直接登录，请在公众号里回复“绑定 手机号”（登记在物业的手机号），再回复收到的验证码；或者到物业服务中心要一个绑定码。"), h("p", {}, "绑定以后，从公众号菜单再次打开这个页面即可。")));
  if (INSIDE) plain("GET", "/api/v1/auth/ways").then((ways) => ways.wechat && box.append(h("p", {}, h("a", { class: "button main wechat", href: AT }, "微信登录")))).catch(() => null);
  return box;
}

export function wechatBound(where, bound) {
  const end = () => ask("解绑微信", [h("p", {}, "解绑后，微信里不再收到消息，也不能用微信直接登录和报修。")], "解绑", async () => {
    await call("DELETE", "/api/v1/me/wechat");
    toast("已解绑");
    wechatBound(where, false);
  });
  show(where, h("section", { class: "card" }, h("h2", {}, "微信"), bound ? [h("p", {}, "已绑定：在公众号里说一声就能报修，进度和结果也会发到微信。"), h("div", { class: "acts" }, button("解绑微信", end, "plain"))]
    : h("p", {}, "还没有绑定。请在物业公众号里回复“绑定 手机号”，再回复收到的验证码。")));
}
