"""Settings are right or say what is wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.intake.settings import Settings
from shared.contracts.words import Channel

NEEDED = {
    "AMQP_URL": "amqp://nowhere",
    "MONGO_URL": "mongodb://nowhere",
    "JWT_PUBLIC_KEYS_FILE": "keys.json",
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_all_doors_are_open_unless_told_otherwise(told: pytest.MonkeyPatch) -> None:
    assert Settings().channels == frozenset(Channel)


def test_one_process_may_serve_some_doors_only(told: pytest.MonkeyPatch) -> None:
    told.setenv("CHANNELS", "app, desk")
    assert Settings().channels == {Channel.APP, Channel.DESK}


def test_an_unknown_door_is_a_fault(told: pytest.MonkeyPatch) -> None:
    told.setenv("CHANNELS", "app,fax")
    with pytest.raises(ValidationError):
        Settings()


def test_empty_wechat_settings_count_as_absent(told: pytest.MonkeyPatch) -> None:
    told.setenv("WECHAT_TOKEN", "")
    assert Settings().wechat_token is None


def test_an_aes_key_alone_is_a_fault(told: pytest.MonkeyPatch) -> None:
    told.setenv("WECHAT_AES_KEY", "a" * 43)
    with pytest.raises(ValidationError, match="WECHAT_APP_ID"):
        Settings()


def test_the_keys_file_is_a_path(told: pytest.MonkeyPatch) -> None:
    assert Settings().jwt_public_keys_file == Path("keys.json")
