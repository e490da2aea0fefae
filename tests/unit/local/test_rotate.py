"""Keys turn over while everything runs: nobody is logged out, and every number still opens."""

import json
from pathlib import Path

import pytest

from deploy.local.keys import Keys, keys_in
from deploy.rotate import rotate
from shared.contracts.phone import Ring, opened, seal_with, sealed
from shared.contracts.words import Role
from shared.kernel.errors import Unauthenticated
from shared.web.auth import Verifier
from tests.support.tokens import Tokens

PHONE = "13800005678"


@pytest.fixture
def kept(tmp_path: Path) -> Keys:
    return keys_in(tmp_path)


def test_a_token_of_the_old_key_still_holds(kept: Keys) -> None:
    old = Tokens(kept)(Role.CLERK, "c01")
    rotate(kept.folder, ("tokens",), pause=0)
    assert Verifier.from_file(kept.jwt_public_keys_file).verify(old).id == "c01"


def test_the_new_key_is_known_before_it_signs(kept: Keys) -> None:
    before = set(json.loads(kept.jwt_public_keys_file.read_text()))
    rotate(kept.folder, ("tokens",), pause=0)
    after = json.loads(kept.jwt_public_keys_file.read_text())
    assert before < set(after)


def test_what_a_dropped_key_signed_is_refused(kept: Keys) -> None:
    old = Tokens(kept)(Role.CLERK, "c01")
    rotate(kept.folder, ("tokens",), pause=0)
    rotate(kept.folder, ("drop", "tokens"), pause=0)
    with pytest.raises(Unauthenticated):
        Verifier.from_file(kept.jwt_public_keys_file).verify(old)


def test_the_key_of_the_digests_stays_so_that_refresh_tokens_do(kept: Keys) -> None:
    before = kept.digest_key_file.read_text()
    rotate(kept.folder, ("tokens",), pause=0)
    assert kept.digest_key_file.read_text() == before


def test_a_number_sealed_with_the_old_key_still_opens(kept: Keys) -> None:
    seal_with(lambda: _ring(kept))
    old = sealed(PHONE)
    rotate(kept.folder, ("phones",), pause=0)
    assert opened(old) == PHONE
    assert sealed(PHONE).split(":")[2] != old.split(":")[2]


def _ring(keys: Keys) -> Ring:
    return Ring.model_validate_json(keys.phone_keys_file.read_text())
