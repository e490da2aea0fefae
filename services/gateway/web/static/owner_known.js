// What is known already where the owner lives: incidents, works, and the same matter of neighbours.
import { call } from "./api.js";
import { button, newKey } from "./pieces.js";
import { CATEGORY } from "./words.js";
import { day, door, h, show } from "./view.js";

// What all share, by what the router calls it.
const ABOUT = {
  lift: "电梯", entrance: "单元门和门禁", rubbish: "垃圾", smell: "异味", parking: "停车", playground: "游乐设施", tv: "电视", barrier: "道闸", site: "施工", app: "物业APP",
  water: "供水", power: "供电", gas: "燃气", heating: "供暖", net: "网络", tap: "水质",
};
const ENOUGH = 4;
const PAUSE = 600;

// Open incidents and coming works, above everything else.
export async function known(where) {
  const found = await call("GET", "/api/v1/incidents").catch(() => ({ incidents: [] }));
  show(where, found.incidents.map((one) => {
    const last = one.updates[one.updates.length - 1];
    return h("section", { class: `card known ${one.planned ? "" : one.urgency}` }, h("h2", {}, one.planned ? "计划施工" : "正在处理的突发情况"), h("p", {}, one.text),
      last ? h("p", {}, h("b", {}, "最新："), last.text) : null,
      h("p", { class: "quiet" }, [`${one.planned ? "时间" : "开始"} ${day(one.since)}`, one.expected_until && `${one.planned ? "至" : "预计恢复"} ${day(one.expected_until)}`].filter(Boolean).join(one.planned ? " " : "，")));
  }));
}

// Watch what is being written; say what looks the same before it is sent.
export function similar(text, place, joined) {
  const box = h("div", { "aria-live": "polite" });
  let timer = null;
  let asked = "";

  async function look() {
    const words = text.value.trim();
    if (words.length < ENOUGH) return show(box);
    const query = new URLSearchParams({ text: words, ...place() }).toString();
    if (query === asked) return;
    asked = query;
    const found = await call("GET", `/api/v1/requests/similar?${query}`).catch(() => ({ incidents: [], requests: [] }));
    if (query === asked) show(box, drawn(found, text, joined));
  }

  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
  return box;
}

function drawn(found, text, joined) {
  const key = newKey();
  const follow = async (path) => joined(await call("POST", `/api/v1/${path}/join`, { text: text.value.trim() }, { "Idempotency-Key": key }));
  const cards = found.incidents.map((one) => h("div", { class: "note" }, h("p", {}, h("b", {}, "您是不是也遇到：")), h("p", {}, one.text),
    one.expected_until ? h("p", { class: "quiet" }, `预计 ${day(one.expected_until)} 恢复`) : null, h("div", { class: "acts" }, button("我家也是，一起处理", () => follow(`incidents/${one.incident_id}`), "first"))));
  const same = found.requests.filter((one) => one.join).slice(0, 1).map((one) => h("div", { class: "note" }, h("p", {}, `邻居已经反映了${near(one.place)}的${matter(one)}，正在处理。`),
    h("div", { class: "acts" }, button("是同一件事，一起跟进", () => follow(`requests/${one.join}`)))));
  const others = found.requests.map((one) => `${near(one.place)}的${matter(one)}`);
  if (cards.length || same.length) return [...cards, ...(cards.length ? [] : same)];
  return others.length ? [h("p", { class: "note" }, `邻居也反映了类似的情况（${[...new Set(others)].slice(0, 3).join("、")}），物业已经知道。您照常提交，我们会一起看。`)] : [];
}

function matter(one) {
  return ABOUT[one.about] ? `${ABOUT[one.about]}问题` : CATEGORY[one.category] || "问题";
}

// A building by itself reads as a number; a spot says where by itself.
function near(place) {
  if (!place) return "附近";
  return place.building && !place.room ? [`${place.building} 栋`, place.spot].filter(Boolean).join(" ") : door(place) || "附近";
}
