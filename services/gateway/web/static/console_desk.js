// Take a request at the desk or on the phone: find the owner, write down what they say.
import { call, claims } from "./api.js";
import { past } from "./console_caller.js";
import { pasting } from "./console_paste.js";
import { picker } from "./photos.js";
import { DESK, filled, newKey } from "./pieces.js";
import { HEARD } from "./words.js";
import { choice, door, field, form, h, show, toast } from "./view.js";

export function desk(page, toList) {
  const key = newKey();
  let owner = null;
  let timer = null;
  const q = h("input", { type: "search", placeholder: "房号 3-2-1201、姓名、手机号或后四位", autocomplete: "off" });
  const found = h("div", {});
  const history = h("div", {});
  const name = h("input", { name: "name", maxlength: "60" });
  const phone = h("input", { name: "phone", type: "tel", maxlength: "20" });
  const stranger = h("div", { class: "row" }, field("姓名（未登记的）", name), field("电话", phone));
  const text = h("textarea", { name: "text", required: true, maxlength: "2000", placeholder: "业主怎么说，就怎么记" });
  const spot = h("input", { name: "spot", maxlength: "60", placeholder: "如 厨房、地库 B2" });
  const heard = choice(HEARD, { name: "heard_at" });

  function choose(one) {
    owner = one;
    stranger.hidden = Boolean(one);
    show(history);
    if (one && DESK.includes(claims().role)) past(history, one.owner_id);
    show(found, one ? h("p", { class: "done" }, `${one.name} · ${door(one.place)} · ${one.phone_masked} `, h("button", { type: "button", class: "plain", onclick: () => choose(null) }, "换一位")) : null);
  }

  async function search() {
    if (!q.value.trim()) return show(found);
    try {
      const rows = await call("GET", `/api/v1/desk/owners?q=${encodeURIComponent(q.value.trim())}`);
      show(found, rows.length ? rows.map((one) => h("button", { type: "button", class: "item", onclick: () => choose(one) }, `${one.name} · ${door(one.place)} · ${one.phone_masked}`)) : h("p", { class: "quiet" }, "没有找到登记的业主，可以在下面写姓名和电话。"));
    } catch (problem) {
      toast(problem.message);
    }
  }

  q.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 300); });
  const send = form([field("业主", q), found, history, stranger, field("诉求", text), picker(), h("div", { class: "row" }, field("怎么来的", heard), field("具体位置", spot))], "登记", async (element) => {
    const body = { text: text.value, heard_at: heard.value };
    if (owner) body.owner_id = owner.owner_id;
    else body.reporter = { name: name.value || "未留姓名", ...(phone.value ? { phone: phone.value } : {}) };
    const { attachments } = filled(element);
    if (attachments) body.attachments = attachments;
    if (spot.value) body.place = { ...rooms(owner), spot: spot.value };
    const receipt = await call("POST", "/api/v1/desk/requests", body, { "Idempotency-Key": key });
    show(page, h("section", { class: "card center narrow" }, h("h1", {}, "已登记"), h("p", {}, "编号 ", h("b", { class: "number" }, receipt.number)),
      h("p", { class: "quiet" }, "您是这件诉求的首问责任人，跟进到业主满意为止。"),
      h("button", { type: "button", class: "main", onclick: toList }, "看列表"), h("p", {}), h("button", { type: "button", class: "plain", onclick: () => desk(page, toList) }, "再登记一件")));
  });
  show(page, h("section", { class: "card narrow" }, h("h1", {}, "登记诉求"), send), pasting());
  return null;
}

function rooms(owner) {
  const place = (owner && owner.place) || {};
  return Object.fromEntries(["building", "unit", "room"].filter((one) => place[one]).map((one) => [one, place[one]]));
}
