// Take a request at the desk or on the phone: find the owner, write down what they say.
import { call } from "./api.js";
import { HEARD } from "./words.js";
import { choice, door, field, form, h, show, toast } from "./view.js";

export function desk(page, toList) {
  const key = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  let owner = null;
  let timer = null;
  const q = h("input", { type: "search", placeholder: "房号 3-2-1201、姓名、手机号或后四位", autocomplete: "off" });
  const found = h("div", {});
  const name = h("input", { name: "name", maxlength: "60" });
  const phone = h("input", { name: "phone", type: "tel", maxlength: "20" });
  const stranger = h("div", { class: "row" }, field("姓名（未登记的）", name), field("电话", phone));
  const text = h("textarea", { name: "text", required: true, maxlength: "2000", placeholder: "业主怎么说，就怎么记" });
  const spot = h("input", { name: "spot", maxlength: "60", placeholder: "如 厨房、地库 B2" });
  const heard = choice(HEARD, { name: "heard_at" });

  function choose(one) {
    owner = one;
    stranger.hidden = Boolean(one);
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
  const send = form([field("业主", q), found, stranger, field("诉求", text), h("div", { class: "row" }, field("怎么来的", heard), field("具体位置", spot))], "登记", async () => {
    const body = { text: text.value, heard_at: heard.value };
    if (owner) body.owner_id = owner.owner_id;
    else body.reporter = { name: name.value || "未留姓名", ...(phone.value ? { phone: phone.value } : {}) };
    if (spot.value) body.place = { ...rooms(owner), spot: spot.value };
    const receipt = await call("POST", "/api/v1/desk/requests", body, { "Idempotency-Key": key });
    show(page, h("section", { class: "card center" }, h("h1", {}, "已登记"), h("p", {}, "编号 ", h("b", { class: "number" }, receipt.number)),
      h("p", { class: "quiet" }, "您是这件诉求的首问责任人，跟进到业主满意为止。"),
      h("button", { type: "button", class: "main", onclick: toList }, "看列表"), h("p", {}), h("button", { type: "button", class: "plain", onclick: () => desk(page, toList) }, "再登记一件")));
  });
  show(page, h("section", { class: "card" }, h("h1", {}, "登记诉求"), send));
  return null;
}

function rooms(owner) {
  const place = (owner && owner.place) || {};
  return Object.fromEntries(["building", "unit", "room"].filter((one) => place[one]).map((one) => [one, place[one]]));
}
