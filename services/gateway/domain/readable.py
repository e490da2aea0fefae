"""Show an owner their records as a person can read them: without what only machines compare."""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from shared.contracts.held import Held

LEFT_OUT: Final[Mapping[str, str]] = {
    "digest": "核对重复提交、验证码或接口密钥用的校验值，不能还原出内容。",
    "current": "登录凭证的校验值，不能还原出凭证。",
    "spent": "用过的登录凭证的校验值，用来发现有人盗用。",
    "phone_tail": "手机号后四位的校验值，供前台按后四位查找。",
}


def readable(held: Held) -> Held:
    """Return the records without what is explained in ``LEFT_OUT``."""
    items = (
        one.model_copy(update={"says": {name: _shown(said) for name, said in _told(one.says)}})
        for one in held.items
    )
    return held.model_copy(update={"items": tuple(items)})


def _told(says: Mapping[str, JsonValue]) -> list[tuple[str, JsonValue]]:
    return [(name, said) for name, said in says.items() if name not in LEFT_OUT]


def _shown(said: JsonValue) -> JsonValue:
    if isinstance(said, dict):
        return {name: _shown(part) for name, part in _told(said)}
    return [_shown(one) for one in said] if isinstance(said, list) else said
