"""Keys are made once and belong to one installation."""

from pathlib import Path

from deploy.local.keys import keys_in
from shared.contracts.words import Role
from shared.web.auth import Verifier
from tests.support.tokens import Tokens


def test_keys_stay_the_same_from_one_run_to_the_next(tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in keys_in(tmp_path).folder.iterdir()}
    second = {path.name: path.read_bytes() for path in keys_in(tmp_path).folder.iterdir()}
    assert first == second


def test_only_the_owner_of_the_files_can_read_them(tmp_path: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in keys_in(tmp_path).folder.iterdir()}
    assert modes == {0o600}


def test_a_token_signed_with_the_private_key_is_verified_with_the_public_one(
    tmp_path: Path,
) -> None:
    keys = keys_in(tmp_path)
    who = Verifier.from_file(keys.jwt_public_keys_file).verify(Tokens(keys)(Role.HEAD, "h-1"))
    assert (who.id, who.role) == ("h-1", Role.HEAD)


def test_the_wechat_key_is_43_letters_and_digits(tmp_path: Path) -> None:
    key = keys_in(tmp_path).wechat_aes_key
    assert (len(key), key.isalnum()) == (43, True)
