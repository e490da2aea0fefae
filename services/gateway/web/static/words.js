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
export const SAID_AT = { app: "APP", wechat: "微信", group: "业主群", counter: "服务台", phone: "来电", forum: "座谈会", activity: "社区活动" };
export const HEARD = { counter: "服务台", phone: "来电", group: "业主群", forum: "座谈会", activity: "社区活动" };
export const PAUSES = ["等待配件", "与业主约定时间", "业主不在家", "等待第三方单位"];
export const STAGE = { proposed: "待确认", open: "进行中", closed: "已结束", dismissed: "不是突发" };
export const ASKED = { asked: "等答复", agreed: "已同意", refused: "未同意", withdrawn: "已撤回" };
export const BY = { category: "类别", building: "楼栋", department: "部门", first_responder: "首问责任人", channel: "渠道", urgency: "紧急程度" };
export const OUTCOME = { good: "达标", bad: "未达标", uncounted: "未计入" };
export const FELT = { all: "全部", dissatisfied: "不满意的", satisfied: "满意的", unanswered: "没有答的", unreached: "没送到的" };
export const MOOD = { open: "等业主评价", answered: "已评价", final: "已评价", expired: "过期没答", ended: "不用再答" };
export const CALLED = { open: "等回访", claimed: "有人认领", reached: "已接通", unreached: "打不通", expired: "过期没打", dropped: "已重新处理，不用再打" };
export const CAMPAIGN = { planned: "未开始", open: "进行中", closed: "已截止", cancelled: "已取消" };
export const KEEPER = { gateway: "账号", intake: "提交的内容", router: "诉求处理", notifier: "通知", survey: "评价与问卷" };
export const TALK = { waiting: "等答复", answered: "已答复", closed: "已结束" };
export const NOTICE = { draft: "草稿", waiting: "等待发送", sending: "正在发送", sent: "已发出", withdrawn: "已撤回" };
export const VERDICT = { open: "等答复", accepted: "已采纳", declined: "未采纳", withdrawn: "已撤回" };
export const FAITH = { open: "在做", kept: "已兑现", broken: "没有做到" };
export const FORUM = { announced: "报名中", held: "已开", published: "有纪要", cancelled: "已取消" };
export const SEAT = { seated: "已报名", waiting: "在候补", withdrawn: "已退出", cancelled: "已取消" };
export const SETTLED = { answered: "当场答复", request: "登记成诉求", promise: "作出承诺" };
export const LEFT = { sold: "房子卖了", rented: "出租了", moved: "搬走了", other: "其他" };
export const KIND = { progress: "处理进度", result: "处理结果", survey: "满意度调查", notice: "公告", conversation: "客服答复" };
export const LANGUAGE = { zh: "中文", en: "English" };
export const HELD = {
  owners: "登记信息", sessions: "登录", joinings: "入户申请", api_keys: "接口密钥", submissions: "提交的诉求", conversations: "与客服的会话", pastes: "群聊天记录",
  drafts: "没说完的诉求", requests: "诉求的处理", notifications: "发给您的消息", contacts: "联系方式", notice_readings: "看过的公告", surveys: "满意度调查", return_calls: "回访", suggestions: "意见和建议", promises: "承诺", forums: "座谈与活动", deliveries: "转告其他系统的事",
};
export const SHEET = { households: "住户", staff: "员工", roster: "值班表" };
export const SENT_TO = { "owner.": "发给业主的", "staff.": "发给员工的", "phone.": "电话话术", "@en": "英文" };
export const DELIVERY = { waiting: "在等", arrived: "已送到", failed: "没送到" };
export const HOOK_END = { "by hand": "手动停用", gone: "对方说不再接收", failing: "连续五天送不到" };
export const HOOK_GROUP = {
  estate: "小区资料", request: "诉求", incident: "突发与施工", survey: "满意度", conversation: "会话", notice: "公告", notification: "通知送达", suggestion: "意见",
  promise: "承诺", forum: "座谈与活动", roster: "排班", owner: "住户", staff: "员工", delivery: "回执", page: "提醒",
};
export const BOOK = { gateway: "登录与名册", router: "诉求与规则", intake: "受理", notifier: "通知", survey: "评价与议事" };
export const DETAIL = {
  why: "原因", files: "文件", rows: "行数", added: "新增", changed: "变更", gone: "退出", format: "格式", via: "经", place: "房号", now: "现为", count: "条数", personal: "含个人信息", approved: "同意", active: "换成", true: "是", false: "否",
  "wrong-code": "验证码不对", "wrong-password": "密码不对", "locked-out": "已锁定", households: "住户", staff: "员工", roster: "值班表", wechat: "微信", shipped: "系统自带", sold: "房子卖了", rented: "出租了", moved: "搬走了", other: "其他",
};
export const DEED = {
  "phone.unmasked": "显示号码", "login.staff": "员工登录", "login.owner": "业主登录", "login.refused": "登录被拒", "data.shown": "查看本人信息", "owner.erased": "注销并删除",
  "owner.moved-in": "登记入住", "owner.left": "退出房号", "household.code-drawn": "发入户码", "joining.settled": "答复入户申请", "room-code.issued": "发微信绑定码", "wechat.unbound": "解绑微信",
  "directory.imported": "导入名册", "directory.exported": "导出名册", "directory.put": "提交名册文件", "staff.changed": "员工权限变更", "roster.put": "提交值班表", "policy.put": "提交规则", "api-key.made": "新建密钥", "api-key.ended": "停用密钥",
  "template.written": "改消息文字", "template.rolled-back": "换回旧文字", "notice.sent": "发公告", "notice.withdrawn": "撤回公告", "webhook.made": "添加推送地址", "webhook.ended": "停用推送地址", "webhook.resumed": "恢复推送地址", "webhook.tested": "测试推送", "webhook.replayed": "重发推送",
  "classifier.roll-back": "退回分类模型", "requests.exported": "导出诉求", "report.exported": "导出报表", "campaign.downloaded": "下载问卷结果", "satisfaction.silent-read": "查看未评价名单", "satisfaction.downloaded": "下载满意度",
};
export const SENT = { pending: "等待发送", sending: "正在发送", accepted: "已发出", delivered: "已送达", read: "已读", failed: "没送到", suppressed: "没有发" };
export const BECAUSE = {
  "request.assigned": "派单", "request.accepted": "接单", "request.arrived": "到场", "request.noted": "进展", "request.paused": "暂停", "request.resumed": "继续处理", "request.resolved": "处理结果", "request.reopened": "重新处理", "request.closed": "办结", "request.cancelled": "取消",
  "request.follow-up-opened": "不满意跟进", "request.merged": "合并处理", "request.unmerged": "单独处理", "incident.updated": "突发进展", "survey.opened": "满意度调查", "survey.reminder-due": "调查提醒", "conversation.answered": "客服答复",
};
export const UNSENT = { "fed back": "已经反馈过", "no longer registered": "已退出登记", "not wanted": "业主不要这类消息", "no receipt in time": "没有及时收到回执，已换下一种方式" };
