"""Envelopes and signatures, against the platform's published example and wechatpy's crypto."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto

from services.intake.channels.wechat_cipher import (
    Envelopes,
    Unreadable,
    WrongAccount,
    WrongSignature,
    check_signature,
    signature_of,
)

TOKEN = "spamtest"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx2c2769f8efd9abc2"
TIMESTAMP, NONCE = "1409735669", "1320562132"
PUBLISHED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHF"
    "VAFmOD2LdJF9FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVti"
    "cbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpA"
    "e+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCum"
    "EPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
OURS = Envelopes(KEY, APP_ID)
THEIRS = PrpCrypto(base64.b64decode(KEY + "="))


def test_the_published_example_is_signed_as_published() -> None:
    assert signature_of(TOKEN, TIMESTAMP, NONCE, PUBLISHED) == (
        "5d197aaffba7e9b25a30732f161a50dee96bd5fa"
    )


def test_the_published_call_is_signed_as_published() -> None:
    check_signature("16120ec1b8dbb870f510d87ce6bc2463eae6ca1a", TOKEN, TIMESTAMP, NONCE)


def test_the_published_example_opens() -> None:
    assert b"<Content><![CDATA[abcdteT]]></Content>" in OURS.open(PUBLISHED)


@pytest.mark.parametrize("given_signature", ["", "0" * 40, "签名", "5d197aaf"])
def test_any_other_signature_is_refused(given_signature: str) -> None:
    with pytest.raises(WrongSignature):
        check_signature(given_signature, TOKEN, TIMESTAMP, NONCE)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_what_we_seal_wechatpy_opens(text: str) -> None:
    assert THEIRS.decrypt(OURS.seal(text.encode()), APP_ID) == text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_what_wechatpy_seals_we_open(text: str) -> None:
    assert OURS.open(THEIRS.encrypt(text, APP_ID).decode()) == text.encode()


def test_an_envelope_for_another_account_is_refused() -> None:
    with pytest.raises(WrongAccount):
        OURS.open(THEIRS.encrypt("<xml/>", "wx-another").decode())


def test_an_envelope_sealed_with_another_key_is_refused() -> None:
    other = Envelopes("Z" * 43, APP_ID)
    with pytest.raises((Unreadable, WrongAccount)):
        OURS.open(other.seal(b"<xml/>"))


@given(st.binary(max_size=96).map(lambda raw: base64.b64encode(raw).decode()))
def test_no_bytes_make_it_stumble(sealed: str) -> None:
    with pytest.raises((Unreadable, WrongAccount)):
        OURS.open(sealed)


@pytest.mark.parametrize("sealed", ["", "=", "不是", "abc", "AAAA"])
def test_what_is_no_envelope_is_refused(sealed: str) -> None:
    with pytest.raises(Unreadable):
        OURS.open(sealed)
