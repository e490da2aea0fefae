// The words people read, by the words machines use.

export const STATUS = {
  submitted: "已受理", assigned: "已派单", accepted: "已接单", on_site: "处理中", paused: "暂停中",
  resolved: "处理完毕", reopened: "重新处理", closed: "已结束", cancelled: "已取消",
};
export const OVER = ["closed", "cancelled"];
export const URGENCY = { urgent: "紧急", important: "重要", general: "一般" };
export const CATEGORY = {
  repair: "房屋维修", sanitation: "环境卫生", security: "安保秩序", neighbour: "邻里噪音",
  fees: "收费", service: "物业服务", other: "其他",
};
export const CHANNEL = { app: "网页", wechat: "微信", desk: "服务台" };
export const CLOCK = {
  dispatch: "派单", arrival: "到场", resolution: "处理", feedback: "反馈", follow_up: "回访",
};
export const OUTLET = { app: "站内消息", sms: "短信", wechat: "微信", phone: "电话" };
export const ROLE = {
  owner: "业主", clerk: "客服", worker: "维修人员", head: "部门负责人", manager: "经理", admin: "管理员",
};
export const WHAT = {
  submit: "已受理", assign: "派单", reassign: "改派", accept: "接单", arrive: "到达现场", note: "进展",
  pause: "暂停", resume: "继续处理", resolve: "处理完毕", feed_back: "结果已送达", survey: "业主评价",
  close: "已结束", sign_off: "负责人签结", reopen: "重新处理", cancel: "已取消", urge: "业主催办",
  reclassify: "调整分类", confirm: "确认分类", retime: "重新计时", page: "升级提醒", see_page: "已看到提醒", call: "电话记录",
  grab: "抢单", propose_transfer: "请别人接手", accept_transfer: "接手", decline_transfer: "没有接手",
  propose_hand_over: "提出首问交接", hand_over: "接手首问责任", decline_hand_over: "没有接手首问", correct_place: "更正地点",
  merge: "并入另一件", unmerge: "拆分出来", take_in: "并入了一件", let_go: "拆走了一件", join: "加入突发事件", leave: "退出突发事件", follow: "随主件进展", settle: "突发结束，一并处理完毕", hush: "突发处理中，暂不提醒",
};
export const WAY = { console: "工作台", app: "网页", wechat: "微信", desk: "服务台" };
export const FIELD = {
  phone: "手机号", code: "验证码", username: "用户名", password: "密码", text: "内容", name: "姓名", place: "地点",
  building: "楼栋", unit: "单元", room: "房号", spot: "位置", reason: "理由", note: "说明", outcome: "处理结果",
  until: "时间", staff_id: "处理人", category: "类别", urgency: "紧急程度", attachments: "照片", reporter: "业主",
  outlets: "通知方式", quiet_from: "免打扰开始", quiet_to: "免打扰结束", to: "结束", from: "开始", date: "日期", with: "同事",
  department: "部门", title: "标题", closes_at: "截止时间", opens_at: "开始时间", toml: "问卷文件", answer: "业主的回答",
};
export const HEARD = { counter: "服务台", phone: "来电", forum: "座谈会", activity: "社区活动" };
export const PAUSES = ["等待配件", "与业主约定时间", "业主不在家", "等待第三方单位"];
export const STAGE = { proposed: "待确认", open: "进行中", closed: "已结束", dismissed: "不是突发" };
export const ASKED = { asked: "等答复", agreed: "已同意", refused: "未同意", withdrawn: "已撤回" };
export const BY = { category: "类别", building: "楼栋", department: "部门", first_responder: "首问责任人", channel: "渠道", urgency: "紧急程度" };
export const OUTCOME = { good: "达标", bad: "未达标", uncounted: "未计入" };
export const CAMPAIGN = { planned: "未开始", open: "进行中", closed: "已截止", cancelled: "已取消" };
export const KEEPER = { gateway: "账号", intake: "提交的内容", router: "诉求处理", notifier: "通知", survey: "评价与问卷" };
export const TALK = { waiting: "等答复", answered: "已答复", closed: "已结束" };
export const NOTICE = { draft: "草稿", waiting: "等待发送", sending: "正在发送", sent: "已发出", withdrawn: "已撤回" };
export const VERDICT = { open: "等答复", accepted: "已采纳", declined: "未采纳", withdrawn: "已撤回" };
export const FAITH = { open: "在做", kept: "已兑现", broken: "没有做到" };
export const FORUM = { announced: "报名中", held: "已开", published: "有纪要", cancelled: "已取消" };
export const SEAT = { seated: "已报名", waiting: "在候补", withdrawn: "已退出", cancelled: "已取消" };
export const SETTLED = { answered: "当场答复", request: "登记成诉求", promise: "作出承诺" };
