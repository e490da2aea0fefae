"""The pages are safe to open."""

import re

import pytest
from pydantic import HttpUrl

from services.gateway.api.pages import WEB
from tests.component.gateway.conftest import Gateway

PAGES = (
    *("/", "/console", "/console/reports", "/console/campaigns/c1", "/docs"),
    *("/s/token-of-a-survey", "/q/token-of-a-ballot", "/problems/wrong-code"),
)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_allows_no_foreign_and_no_inline_script(gateway: Gateway, path: str) -> None:
    response = await gateway.client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert (response.status, response.content_type) == (200, "text/html")
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    text = await response.text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://", text)


@pytest.mark.parametrize("path", [*PAGES, "/api/v1/me", "/nowhere", "/static/style.css"])
async def test_every_answer_carries_the_safety_headers(gateway: Gateway, path: str) -> None:
    headers = (await gateway.client.get(path)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in headers


class TestHttps:
    """Behind a public address with https."""

    @pytest.fixture
    def changes(self) -> dict[str, object]:
        return {"public_url": HttpUrl("https://estate.example")}

    async def test_https_is_asked_for_ever_after(self, gateway: Gateway) -> None:
        headers = (await gateway.client.get("/")).headers
        assert "max-age=31536000" in headers["Strict-Transport-Security"]

    async def test_the_cookie_travels_by_https_only(self, gateway: Gateway) -> None:
        form = {"username": "c01", "password": "right-password", "keep": "cookie"}
        response = await gateway.client.post("/api/v1/auth/staff", json=form)
        assert response.headers["Set-Cookie"].endswith("; Secure")


async def test_every_file_is_served_as_what_it_is(gateway: Gateway) -> None:
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    for one in sorted((WEB / "static").iterdir()):
        response = await gateway.client.get(f"/static/{one.name}")
        assert response.content_type == kinds[one.suffix]


async def test_the_worker_of_pushes_may_see_the_whole_site(gateway: Gateway) -> None:
    response = await gateway.client.get("/static/push-worker.js")
    assert response.headers["Service-Worker-Allowed"] == "/"


async def test_no_other_script_may_become_a_worker_of_the_whole_site(gateway: Gateway) -> None:
    response = await gateway.client.get("/static/owner.js")
    assert "Service-Worker-Allowed" not in response.headers


async def test_an_unknown_problem_still_gets_words(gateway: Gateway) -> None:
    assert "请求没有完成" in await (await gateway.client.get("/problems/some-new-slug")).text()


async def test_a_problem_page_repeats_no_markup(gateway: Gateway) -> None:
    assert (await gateway.client.get("/problems/<script>")).status in {400, 404}


@pytest.mark.parametrize("name", ["survey.js", "ballot.js"])
def test_the_survey_page_asks_no_new_javascript_of_old_web_views(name: str) -> None:
    text = (WEB / "static" / name).read_text()
    assert not re.search(r"=>|\b(let|const|async|await|class|import)\b|`", text)


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


async def test_a_wrong_address_shows_a_browser_a_page(gateway: Gateway) -> None:
    response = await gateway.client.get("/nowhere", headers=BROWSER)
    assert (response.status, response.content_type) == (404, "text/html")
    assert "没有这个地址" in await response.text()


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html;q=0.5,*/*", ""])
async def test_a_wrong_address_tells_a_program_the_problem(gateway: Gateway, accept: str) -> None:
    response = await gateway.client.get("/nowhere", headers={"Accept": accept})
    assert (response.status, response.content_type) == (404, "application/problem+json")


async def test_the_api_keeps_to_problems_in_a_browser_too(gateway: Gateway) -> None:
    response = await gateway.client.get("/api/v1/me", headers=BROWSER)
    assert response.content_type == "application/problem+json"


async def test_a_browser_finds_its_icon(gateway: Gateway) -> None:
    response = await gateway.client.get("/favicon.ico")
    assert (response.status, response.content_type) == (200, "image/svg+xml")
