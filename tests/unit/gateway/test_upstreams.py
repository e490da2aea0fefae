"""Which paths lead where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from services.gateway.domain.upstreams import (
    BODY,
    PHOTO,
    PREFIXES,
    body_limit,
    is_plain,
    upstream_of,
)

GOOD = ("/", "/api/v1/me", "/s/aZ_0-9.~x", "/api/v1/requests?q=%E4%B8%9A&x=../..", "/static/a.js")
BAD = (
    "",
    "x",
    "//",
    "/a//b",
    "/a/",
    "/a/../b",
    "/..",
    "/a/.",
    "/.?x",
    "/a/..?x",
    "/%61",
    "/a\\b",
    "/a b",
    "/a?b c",
    "/业",
)


@pytest.mark.parametrize("path", GOOD)
def test_a_plain_path_is_plain(path: str) -> None:
    assert is_plain(path)


@pytest.mark.parametrize("path", BAD)
def test_a_path_with_two_readings_is_not(path: str) -> None:
    assert not is_plain(path)


@given(st.text(alphabet="/.%2eE5cC\\ab;?#", max_size=24).map(lambda text: f"/{text}"))
def test_a_plain_path_means_the_same_to_every_reader(path: str) -> None:
    if is_plain(path):
        bare = path.partition("?")[0]
        assert URL(f"http://x{bare}").path == bare


@pytest.mark.parametrize(
    "path", ["/api/v1/codes", "/api/v1/appx", "/api/v1", "/api/v2/app", "/app"]
)
def test_only_listed_prefixes_lead_anywhere(path: str) -> None:
    assert upstream_of(path) is None


def test_every_listed_prefix_does() -> None:
    assert all(upstream_of(f"{prefix}/x") is to for prefix, to in PREFIXES.items())


def test_photos_may_be_larger_than_words() -> None:
    assert body_limit("/api/v1/attachments") == PHOTO + BODY
    assert body_limit("/api/v1/app/requests") == 256 * 1024
