"""Secrets are made once, and one reader's are not another's."""

from pathlib import Path

from deploy.compose.secrets import HANDED, SERVICES, make


def test_making_secrets_again_changes_none(tmp_path: Path) -> None:
    make(tmp_path)
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    make(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_everything_that_is_handed_out_is_made(tmp_path: Path) -> None:
    make(tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert {name for names in HANDED.values() for name in names} <= made


def test_only_the_gateway_signs_tokens() -> None:
    assert [reader for reader, names in HANDED.items() if "jwt_private.pem" in names] == ["gateway"]


def test_no_service_has_the_databases_root_password() -> None:
    readers = {reader for reader, names in HANDED.items() if "mongo_root.password" in names}
    assert readers == {"database", "database-users"}
    assert not readers & set(SERVICES)
