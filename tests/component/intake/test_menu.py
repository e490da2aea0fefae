"""The official account's menu is put up by a command, and every press of it is understood."""

import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from services.intake.channels.wechat_menu import Account, MenuDesk, MenuRefused
from services.intake.commands import put_menu
from services.intake.domain.menu import menu_of
from services.intake.domain.message import Intent, Kind, Message, intent_of
from services.intake.settings import MenuSettings
from shared.kernel.errors import Unavailable
from tests.support.providers.base import Clock, Fault, serving
from tests.support.providers.wechat import APP_ID, SECRET, WeChat, menu_fault

PAGE = "https://estate.example/api/v1/auth/wechat"


@pytest.fixture
async def platform() -> WeChat:
    return WeChat(clock=Clock())


@pytest.fixture
async def address(platform: WeChat) -> AsyncIterator[str]:
    async with serving(platform, platform.app()) as found:
        yield found


async def put(address: str, secret: str = SECRET) -> None:
    account = Account(api=address, app_id=APP_ID, secret=secret)
    async with ClientSession() as client:
        await MenuDesk(account, client).put(menu_of(PAGE))


def pressed(menu: dict[str, Any]) -> list[str]:
    """Return the keys of every button."""
    buttons = [two for one in menu["button"] for two in one.get("sub_button", [one])]
    return [one["key"] for one in buttons if one["type"] == "click"]


async def test_the_platform_takes_the_menu(platform: WeChat, address: str) -> None:
    await put(address)
    assert platform.menu["button"][0]["name"] == "我要报修"
    assert platform.menu["button"][2]["sub_button"][0]["url"] == PAGE


async def test_every_button_that_the_platform_shows_is_understood(
    platform: WeChat, address: str
) -> None:
    await put(address)
    keys = pressed(platform.menu)
    message = (Message(kind=Kind.MENU, sender="o", account="g", key="1", text=k) for k in keys)
    meant = [intent_of(one) for one in message]
    asked = {Intent.HOW, Intent.MINE, Intent.NOTICES, Intent.CLERK}
    assert asked <= set(meant)
    assert Intent.NOTHING not in meant


async def test_the_notifiers_token_stays_good(platform: WeChat, address: str) -> None:
    await put(address)
    await put(address)
    assert (platform.issued, platform.forced) == (1, 0)


async def test_a_wrong_secret_says_which_setting_to_look_at(address: str) -> None:
    with pytest.raises(MenuRefused, match="WECHAT_SECRET_FILE"):
        await put(address, secret="another")


@pytest.mark.parametrize("fault", [Fault(status=502), Fault(code="45009"), Fault(body=b"<html>")])
async def test_a_platform_that_is_busy_is_to_be_asked_later(
    platform: WeChat, address: str, fault: Fault
) -> None:
    platform.fail(fault)
    with pytest.raises(Unavailable):
        await put(address)


def test_a_menu_that_the_platform_would_not_take_is_told_apart() -> None:
    many = menu_of(PAGE)["button"] * 2
    assert menu_fault([dict(one) for one in many]) == 40016
    assert menu_fault([{"type": "click", "name": "报修投诉与建议", "key": "X"}]) == 40018


def test_the_menu_can_be_looked_at_before() -> None:
    out = io.StringIO()
    assert put_menu(None, PAGE, show=True, out=out) == 0
    assert json.loads(out.getvalue()) == menu_of(PAGE)


def test_without_an_account_it_says_what_to_set() -> None:
    out = io.StringIO()
    assert put_menu(None, PAGE, show=False, out=out) == 2
    assert "WECHAT_SECRET_FILE" in out.getvalue()


def test_the_settings_name_the_account_and_the_page(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("app-secret\n")
    monkeypatch.setenv("WECHAT_APP_ID", APP_ID)
    monkeypatch.setenv("WECHAT_SECRET_FILE", str(secret))
    monkeypatch.setenv("PUBLIC_URL", "https://estate.example/")
    settings = MenuSettings()
    assert settings.account is not None
    assert (settings.account.secret, settings.page) == ("app-secret", PAGE)
