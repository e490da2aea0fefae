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
  reclassify: "调整分类", confirm: "确认分类", retime: "重新计时", page: "升级提醒", call: "电话记录",
};
export const FIELD = {
  phone: "手机号", code: "验证码", username: "用户名", password: "密码", text: "内容", name: "姓名", place: "地点",
  building: "楼栋", unit: "单元", room: "房号", spot: "位置", reason: "理由", note: "说明", outcome: "处理结果",
  until: "时间", staff_id: "处理人", category: "类别", urgency: "紧急程度", attachments: "照片", reporter: "业主",
};
export const HEARD = { counter: "服务台", phone: "来电", forum: "座谈会", activity: "社区活动" };
export const PAUSES = ["等待配件", "与业主约定时间", "业主不在家", "等待第三方单位"];
