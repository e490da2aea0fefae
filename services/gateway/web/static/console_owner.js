// Find the owner for whom something is written down: by door, name or number.
import { call } from "./api.js";
import { door, field, h, show, toast } from "./view.js";

export function picker(label) {
  const q = h("input", { type: "search", placeholder: "房号 3-2-1201、姓名、手机号或后四位", autocomplete: "off" });
  const found = h("div", { "aria-live": "polite" });
  const chosen = { owner: null, box: h("div", {}, field(label, q), found) };
  let timer = null;

  function choose(one) {
    chosen.owner = one;
    show(found, one ? h("p", { class: "done" }, said(one), " ", h("button", { type: "button", class: "link", onclick: () => choose(null) }, "换一位")) : null);
  }

  async function search() {
    if (!q.value.trim()) return show(found);
    try {
      const rows = await call("GET", `/api/v1/desk/owners?q=${encodeURIComponent(q.value.trim())}`);
      show(found, rows.length ? rows.map((one) => h("button", { type: "button", class: "item", onclick: () => choose(one) }, said(one))) : h("p", { class: "quiet" }, "没有找到登记的业主。"));
    } catch (problem) {
      toast(problem.message);
    }
  }

  q.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 300); });
  return chosen;
}

const said = (one) => [one.name, door(one.place), one.phone_masked].filter(Boolean).join(" · ");
