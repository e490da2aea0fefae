// What owners say together: suggestions and what became of them, promises, forums and activities.
import { call } from "./api.js";
import { area, button, empty, facts, load, newKey } from "./pieces.js";
import { FAITH, FORUM, SEAT, SETTLED, VERDICT } from "./words.js";
import { day, field, form, h, show, toast } from "./view.js";

export function voices(box) {
  const [ballots, forums, give, mine, open] = [h("div", {}), h("div", {}), h("div", {}), h("div", {}), h("div", {})];
  const refresh = () => {
    load(ballots, () => call("GET", "/api/v1/ballots/mine"), (found) => found.ballots.map(ballot));
    load(forums, () => call("GET", "/api/v1/forums"), (found) => found.forums.filter((one) => one.stage !== "cancelled").slice(0, 6).map((one) => forum(one, refresh)));
    load(mine, () => call("GET", "/api/v1/suggestions/mine"), (found) => found.suggestions.length ? [h("h2", {}, "我提的"), ...found.suggestions.map(suggestion)] : null);
    load(open, () => call("GET", "/api/v1/suggestions/public"), (found) => [h("h2", {}, "大家的意见和答复"), ...(found.suggestions.length ? found.suggestions.map(suggestion) : [empty("还没有公开的答复。")])]);
  };
  show(give, giving(refresh));
  show(box, ballots, forums, give, mine, open);
  refresh();
  return { refresh, changed: () => null };
}

// A questionnaire that waits for the household's one answer.
function ballot(one) {
  return h("section", { class: "card known" }, h("div", { class: "head" }, h("span", { class: "chip important" }, one.anonymous ? "匿名问卷" : "问卷"), h("h2", {}, one.title)),
    h("p", { class: "quiet" }, `一户一份，${day(one.closes_at)} 前都可以填。`), h("div", { class: "acts" }, h("a", { class: "button first", href: one.path }, "去填写")));
}

function giving(done) {
  let key = newKey();
  const words = area("words", { placeholder: "例如 在 3 栋门口加一个快递柜" });
  return h("section", { class: "card" }, h("h2", {}, "提意见和建议"), form([field("您的想法", words)], "提交", async () => {
    const taken = await call("POST", "/api/v1/suggestions", { words: words.value }, { "Idempotency-Key": key });
    toast(`已收到，编号 ${taken.number}，${day(taken.due_at)} 前答复您`);
    words.value = "";
    key = newKey();
    done();
  }));
}

function suggestion(one) {
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: one.verdict === "open" ? "chip important" : "chip state" }, VERDICT[one.verdict]), h("span", { class: "number" }, one.number)),
    h("p", { class: "words" }, one.words), facts([["最迟答复", one.verdict === "open" && one.due_at && day(one.due_at)], ["答复", one.reason], ["承诺", one.promised && `${one.promised}（${day(one.promised_until)} 前）`], ["改过期", one.promised_before && `原定 ${day(one.promised_before)} 前，推迟的原因：${one.delayed}`], ["进度", one.promise && FAITH[one.promise]], ["进展", (one.progress || []).join("；")]]));
}

function forum(one, done) {
  const path = `/api/v1/forums/${one.forum_id}`;
  const inner = h("div", {});
  const move = (name, said) => async () => { await call("POST", `${path}/${name}`, {}); toast(said); done(); };
  const read = () => load(inner, () => call("GET", `${path}/minutes`), (found) => [h("p", { class: "words" }, found.report), became(found)]);
  const before = () => load(inner, () => call("GET", `${path}/opening`), (found) => found?.questions?.length ? [h("h3", {}, `“${found.title}”上的问题后来怎样了`), became(found)] : empty("这是第一次，还没有以前的问题。"));
  const joined = ["seated", "waiting"].includes(one.seat);
  return h("section", { class: "card known" }, h("div", { class: "head" }, h("span", { class: "chip state" }, one.seat ? SEAT[one.seat] : FORUM[one.stage]), h("h2", {}, one.title)),
    facts([["时间", day(one.starts_at)], ["地点", one.venue], ["名额", `${one.taken} / ${one.seats} 户`], ["候补", one.seat === "waiting" && `前面还有 ${one.ahead} 户`], ["议题", one.agenda.join("；")]]),
    h("div", { class: "acts" }, one.stage === "announced" ? (joined ? button("不去了", move("withdraw", "已退出，名额让给后面的邻居")) : button("我家报名", move("sign-up", "已报名"), "first")) : null, one.minutes ? button("看纪要", read) : null, one.kind === "forum" && one.stage === "announced" ? button("上次的问题后来怎样了", before, "plain") : null), inner);
}

function became(found) {
  return h("ol", { class: "line" }, found.questions.map((each) => h("li", {}, each.text, h("span", { class: "quiet" }, [SETTLED[each.how], each.answer, each.became].filter(Boolean).join(" · ")))));
}
