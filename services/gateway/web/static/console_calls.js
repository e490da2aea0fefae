// Calls to owners: messages that did not get through, and asking whether the work was well (回访).
import { call, claims } from "./api.js";
import { number } from "./console_phone.js";
import { area, ask, button, empty, facts, filled, load } from "./pieces.js";
import { choice, day, field, h, show, toast } from "./view.js";

const MARKS = { 5: "5 很满意", 4: "4 满意", 3: "3 一般", 2: "2 不满意", 1: "1 很不满意" };

export function calls(page) {
  const [owed, lost, returns] = [h("div", {}), h("div", {}), h("div", {})];
  let rows = [];
  let cursor = null;

  async function read(more) {
    const found = await call("GET", `/api/v1/return-calls?limit=20${more && cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    rows = more ? [...rows, ...found.calls] : found.calls;
    cursor = found.cursor;
    return rows;
  }

  const draw = (all) => [...(all.length ? all.map((one) => returned(one, refresh)) : [empty("没有要回访的诉求。")]), cursor ? button("还有", () => load(returns, () => read(true), draw), "plain wide") : null];

  function refresh() {
    load(owed, () => call("GET", "/api/v1/phone-tasks"), (found) => {
      const open = found.tasks.filter((one) => !one.done);
      return open.length ? open.map((one) => task(one, refresh)) : empty("没有要打的电话。");
    });
    load(lost, () => call("GET", "/api/v1/surveys/unreached"), (found) => (found.surveys.length ? found.surveys.map(missed) : empty("问卷都送到了。")));
    load(returns, () => read(false), draw);
  }

  show(page, h("div", { class: "columns" }, h("div", {}, h("h2", {}, "电话告知"), h("p", { class: "quiet" }, "消息没有送到的业主，要打电话说一声。"), owed,
    h("h2", {}, "问卷没送到"), h("p", { class: "quiet" }, "最近 30 天里，满意度问卷哪种方式都没能送到的业主。请电话问一声。"), lost),
    h("div", {}, h("h2", {}, "回访"), h("p", { class: "quiet" }, "按规则抽到的诉求（紧急的全部，其余一部分），由没有经手的同事打电话问，结果和问卷一起算。"), returns)));
  refresh();
  return { refresh };
}

// Nobody could be asked: the request shows whom to call.
function missed(one) {
  return h("section", { class: "card" }, h("div", { class: "head" }, h("span", { class: "chip again" }, "没送到"), one.round > 1 ? h("span", { class: "chip" }, `第 ${one.round} 轮`) : null, h("span", { class: "number" }, one.number)),
    facts([["处理情况", one.outcome], ["部门", one.department], ["发现于", one.unreached_at && day(one.unreached_at)]]), h("div", { class: "acts" }, h("a", { class: "button plain", href: `#list/${one.request_id}` }, "看诉求")));
}

const reach = () => field("接通了吗", choice({ yes: "接通了", no: "没接通" }, { name: "reached" }));
const tries = (made) => (made.length ? h("p", { class: "quiet" }, `已打 ${made.length} 次，最近一次 ${day(made[made.length - 1].at)}${made[made.length - 1].note ? `：${made[made.length - 1].note}` : ""}`) : null);

function task(one, done) {
  const log = () => ask("记电话", [reach(), field("说了什么（可不填）", area("note", { required: false, maxlength: "500" }))], "记录", async (element) => {
    const found = filled(element);
    await call("POST", `/api/v1/phone-tasks/${one.task_id}/log`, { reached: found.reached === "yes", note: found.note || "" });
    toast("已记录");
    done();
  });
  return h("section", { class: "card" }, h("div", { class: "head" }, one.phone ? number(one.phone, `/api/v1/phone-tasks/${one.task_id}/phone`) : h("span", {}, "未留号码，请上门"), h("span", { class: "quiet number" }, day(one.opened_at))),
    h("p", { class: "words script" }, one.script), tries(one.calls), h("div", { class: "acts" }, button("记录结果", log, "first"), h("a", { class: "button plain", href: `#list/${one.request_id}` }, "看诉求")));
}

function returned(one, done) {
  const mine = one.caller === claims().sub;
  const path = `/api/v1/return-calls/${one.call_id}`;
  const take = async () => { await call("POST", `${path}/claim`, {}); toast("已认领，请尽快打"); done(); };
  return h("section", { class: "card" }, h("div", { class: "head" }, h("b", {}, [one.name || "业主", one.place].filter(Boolean).join(" · ")), one.round > 1 ? h("span", { class: "chip again" }, `第 ${one.round} 轮`) : null, h("span", { class: "number" }, one.number)),
    facts([["电话", mine && one.phone ? number(one.phone, `${path}/phone`) : one.phone], ["最迟", day(one.due_at)], ["谁来打", mine ? "我" : one.caller ? "同事已认领" : null]]),
    mine ? h("p", { class: "words script" }, one.script) : null, tries(one.attempts),
    h("div", { class: "acts" }, one.caller ? null : button("我来打", take), mine ? button("记录结果", () => log(one, path, done), "first") : null, h("a", { class: "button plain", href: `#list/${one.request_id}` }, "看诉求")));
}

// Reached: what the owner says, in the words of the survey; not reached: only that it was tried.
function log(one, path, done) {
  const marks = ["处理速度", "处理效果", "工作人员态度"].map((text, at) => field(text, choice(MARKS, { name: ["speed", "effect", "attitude"][at] }, "请选择")));
  const said = h("div", {}, h("div", { class: "row wrap" }, marks), field("问题解决了吗", choice({ yes: "解决了", no: "没有解决" }, { name: "solved" })), field("业主的话（可不填）", area("words", { required: false, maxlength: "1000" })));
  const reached = choice({ yes: "接通了", no: "没接通" }, { name: "reached" });
  const required = () => {
    said.hidden = reached.value !== "yes";
    for (const one of said.querySelectorAll("select")) one.required = !said.hidden;
  };
  reached.addEventListener("change", required);
  required();
  ask("记录回访", [h("p", { class: "words script" }, one.script), field("接通了吗", reached), said, field("备注（可不填）", area("note", { required: false, maxlength: "1000" }))], "记录", async (element) => {
    const found = filled(element);
    const form = { reached: found.reached === "yes", note: found.note || "" };
    if (form.reached) form.answer = { speed: Number(found.speed), effect: Number(found.effect), attitude: Number(found.attitude), solved: found.solved === "yes", words: found.words || "" };
    await call("POST", `${path}/attempts`, form);
    toast("已记录");
    done();
  });
}
