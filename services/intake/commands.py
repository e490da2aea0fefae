"""Put the official account's menu up from the command line; no server of ours is needed."""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import TextIO

import aiohttp

from services.intake.channels.wechat_menu import Account, MenuDesk
from services.intake.domain.menu import menu_of
from shared.kernel.errors import Refused, Unavailable


def put_menu(account: Account | None, page: str, *, show: bool, out: TextIO = sys.stdout) -> int:
    """Put the menu up, or only ``show`` it; return the process's exit code.

    ``page`` is the address of the owners' page. Without an account it says what is missing.
    """
    menu = menu_of(page)
    if show:
        out.write(f"{json.dumps(menu, ensure_ascii=False, indent=2)}\n")
        return 0
    if account is None:
        out.write("没有设置公众号：请设置 WECHAT_APP_ID 和 WECHAT_SECRET_FILE。\n")
        return 2
    return asyncio.run(_put(account, menu, out))


async def _put(account: Account, menu: Mapping[str, object], out: TextIO) -> int:
    try:
        async with aiohttp.ClientSession() as client:
            await MenuDesk(account, client).put(menu)
    except Refused as refusal:
        out.write(f"菜单没有更新：{refusal}\n")
        return 1
    except Unavailable as error:
        out.write(f"微信平台暂时没有应答，菜单没有更新，请稍后再试。（{error}）\n")
        return 1
    out.write("菜单已更新；手机上最迟二十四小时后显示，重新关注可马上看到。\n")
    return 0
