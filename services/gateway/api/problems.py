"""Explain each kind of problem on a page of its own (RFC 9457: the type leads to words)."""

from collections.abc import Mapping
from typing import Final

from services.gateway.domain.upstreams import BODY, KILO, PHOTO

PROBLEMS: Final[Mapping[str, tuple[str, str]]] = {
    "not-logged-in": ("请先登录", "还没有登录，或登录信息已经过期。重新登录后再试一次即可。"),
    "session-over": ("登录已失效", "这次登录已经结束，或在别处被使用过。为了安全，请重新登录。"),
    "wrong-code": ("验证码不对", "验证码五分钟内有效，最多可以试五次。请重新获取一条新的验证码。"),
    "codes-too-often": (
        "验证码发送太频繁",
        "每个手机号一分钟一条，一小时五条，一天十条。",
    ),
    "wrong-password": ("用户名或密码不对", "请检查大小写。忘记密码请联系管理员重设。"),
    "locked-out": (
        "暂时锁定",
        "密码连续错了五次，需要等一会儿再试，最长十五分钟。",
    ),
    "forbidden": ("没有权限", "您的账号没有这项权限。业主只能看到自己的诉求。"),
    "foreign-page": ("请求来自别的网站", "为了安全，只有本站页面可以使用您的登录状态。"),
    "not-found": ("没有找到", "要找的内容不存在，或者不属于您。"),
    "invalid-input": ("填写的内容有误", "答复里的 faults 逐项写明了哪里不对，改好后再提交。"),
    "too-many-requests": ("操作太频繁", "请按答复中 Retry-After 的秒数稍等再试。"),
    "too-many-streams": ("打开的页面太多", "同一账号同时打开的页面有上限，关掉几个再试。"),
    "too-large": (
        "内容太大",
        f"照片不超过 {PHOTO // KILO // KILO} MB，其他内容不超过 {BODY // KILO} KB。",
    ),
    "wrong-move": ("现在不能这样操作", "诉求所处的状态不允许这一步。刷新页面看看它现在的状态。"),
    "conflict": ("有人先操作了一步", "刷新页面，看看最新状态后再决定。"),
    "unavailable": ("服务暂时不可用", "某个服务正在恢复，稍后再试。已经受理的诉求不会丢失。"),
    "bad-path": ("网址不正确", "网址里有不该有的字符，请检查链接。"),
    "coded-body": ("不接受压缩的内容", "提交内容时请不要使用 Content-Encoding。"),
    "length-required": ("缺少长度", "请求需要带上 Content-Length。"),
    "idempotency-key-missing": (
        "缺少 Idempotency-Key",
        "提交诉求时请带上这个请求头，重复提交就不会多记一条。",
    ),
    "idempotency-key-reused": ("Idempotency-Key 被用于不同内容", "新的诉求请换一个新的键。"),
    "wrong-household-code": (
        "入户码不对",
        "入户码七天内有效，最多可以试十次。请向已登记的业主或服务中心再要一个。",
    ),
    "not-a-sheet": ("不是表格", "请上传 .xlsx 或 CSV；旧版 .xls 请先另存为 .xlsx。"),
    "sheet-too-large": ("表格太大", "请只保留需要导入的工作表，去掉图片，或分成几份上传。"),
    "upload-gone": ("上传已失效", "一次上传最长二十四小时，过期或被取消后请重新开始。"),
    "wrong-offset": ("续传位置不对", "请先查询已收到多少字节，再从那里继续上传。"),
    "bug": ("系统出错了", "这是我们的问题，已经记录。请稍后再试。"),
}
OTHER: Final = ("请求没有完成", "系统按规则没有接受这次操作；答复中的 detail 说明了原因和下一步。")


def explained(slug: str) -> tuple[str, str]:
    """Return a title and an explanation."""
    return PROBLEMS.get(slug, OTHER)
