"""The pages run in a real browser without an error that nobody caught."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.gateway.domain.accounts import Staff, StaffParticulars
from services.gateway.domain.credential import Credential
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.support.chromium import Tab, browsing, chromium

PROGRAM = chromium()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no chromium on this machine")
READY = "document.readyState === 'complete' && !document.body.innerText.includes('正在打开')"
PHONE = 390


@pytest.fixture
async def tab(tmp_path: Path) -> AsyncIterator[Tab]:
    async with browsing(PROGRAM or "", tmp_path / "browser") as tab:
        await tab.narrow(PHONE)
        yield tab


async def log_in(gateway: Gateway, tab: Tab, username: str) -> None:
    await tab.open(str(gateway.client.make_url("/console")))
    await tab.until("Boolean(document.querySelector('[name=password]'))")
    await tab.value(
        f"document.querySelector('[name=username]').value = '{username}';"
        "document.querySelector('[name=password]').value = 'right-password';"
        "document.querySelector('button.main').click()"
    )
    await tab.until("document.querySelectorAll('#tabs a').length > 5")


async def test_every_page_opens_and_fits_a_phone(gateway: Gateway, tab: Tab) -> None:
    wide = []
    for path in ("/", "/console", "/s/token", "/q/token", "/problems/wrong-code"):
        await tab.open(str(gateway.client.make_url(path)))
        await tab.until(READY)
        wide += (
            [path] if await tab.value("document.documentElement.scrollWidth > innerWidth") else []
        )
    assert (tab.faults, wide) == ([], [])


async def test_a_clerk_opens_every_tab_of_the_console(gateway: Gateway, tab: Tab) -> None:
    await log_in(gateway, tab, "c01")
    for name in await tab.value("[...document.querySelectorAll('#tabs a')].map((a) => a.hash)"):
        await tab.value(f"location.hash = '{name}'")
        await tab.until(
            f"document.querySelector('#tabs a[aria-current=page]').hash === '{name}'"
            " && document.getElementById('page').innerText.trim() !== ''"
        )
    assert tab.faults == []


async def test_an_administrator_opens_every_setting(gateway: Gateway, tab: Tab) -> None:
    work = gateway.ledger.fresh()
    known = StaffParticulars(name="管理员", role=Role.ADMIN, username="a01")
    secret = Credential(id="a01", estate="sample", password="kept:right-password")
    await work.kept.staff.save(Staff(id="a01", estate="sample", particulars=known))
    await work.kept.credentials.save(secret)
    await log_in(gateway, tab, "a01")
    await tab.value("location.hash = '#settings'")
    await tab.until("document.querySelectorAll('.parts a').length > 5")
    for name in await tab.value("[...document.querySelectorAll('.parts a')].map((a) => a.hash)"):
        await tab.value(f"location.hash = '{name}'")
        await tab.until(
            f"document.querySelector('.parts a[aria-current=page]').hash === '{name}'"
            " && document.querySelector('.parts').nextSibling.innerText.trim() !== ''"
        )
    assert tab.faults == []
