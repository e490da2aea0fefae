"""Turn keys over as all runs: ``python -m deploy.rotate FOLDER [drop] tokens|phones [HANDED]``.

Whoever reads learns the new key before anybody uses it; the old ones go on being read. Tokens
signed with an old key hold until they expire; what was sealed with one, the services seal again.
``HANDED`` is where ``deploy.compose.secrets`` hands each container its own copy. With ``drop`` in
front of what is turned over, keys that are no longer used are taken away instead.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from deploy.compose.secrets import hand_out
from deploy.local.keys import (
    Keys,
    keys_in,
    new_key_id,
    new_phone_key,
    new_private_key,
    public_of,
    write,
)

PAUSE: Final = 3.0
Step = Callable[[Keys], None]


def learn_tokens(keys: Keys) -> None:
    """Make a new signing key, which everybody may verify with from now on and nobody uses yet."""
    private = new_private_key()
    write(_next(keys), private)
    known = _read(keys.jwt_public_keys_file)
    write(keys.jwt_public_keys_file, json.dumps({**known, new_key_id(): public_of(private)}))


def use_tokens(keys: Keys) -> None:
    """Sign with the new key."""
    _next(keys).replace(keys.jwt_private_key_file)


def drop_tokens(keys: Keys) -> None:
    """Verify with the key that signs and no other; what older ones signed is worth nothing now."""
    mine = public_of(keys.jwt_private_key_file.read_text())
    known = _read(keys.jwt_public_keys_file)
    kept = {kid: pem for kid, pem in known.items() if pem == mine}
    write(keys.jwt_public_keys_file, json.dumps(kept))


def learn_phones(keys: Keys) -> None:
    """Make a new key for phone numbers, which opens and does not seal yet."""
    ring = _read(keys.phone_keys_file)
    write(
        keys.phone_keys_file,
        json.dumps({**ring, "keys": {**ring["keys"], new_key_id(): new_phone_key()}}),
    )


def use_phones(keys: Keys) -> None:
    """Seal with the newest key."""
    ring = _read(keys.phone_keys_file)
    write(keys.phone_keys_file, json.dumps({**ring, "active": list(ring["keys"])[-1]}))


def drop_phones(keys: Keys) -> None:
    """Open with the key that seals and no other: only once everything has been sealed again."""
    ring = _read(keys.phone_keys_file)
    kept = {ring["active"]: ring["keys"][ring["active"]]}
    write(keys.phone_keys_file, json.dumps({**ring, "keys": kept}))


STEPS: Final[Mapping[tuple[str, ...], tuple[Step, ...]]] = {
    ("tokens",): (learn_tokens, use_tokens),
    ("phones",): (learn_phones, use_phones),
    ("drop", "tokens"): (drop_tokens,),
    ("drop", "phones"): (drop_phones,),
}


def rotate(
    folder: Path, what: tuple[str, ...], handed: Path | None = None, pause: float = PAUSE
) -> None:
    """Do what is asked, and let everybody read between one step and the next."""
    keys = keys_in(folder)
    for number, step in enumerate(STEPS[what]):
        if number:
            time.sleep(pause)
        step(keys)
        if handed is not None:
            hand_out(folder, handed)


def _next(keys: Keys) -> Path:
    return keys.folder / "jwt_private.next.pem"


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def main() -> int:
    """Read the arguments and turn over what they name."""
    given, words = [Path(one) for one in sys.argv[1:2]], sys.argv[2:]
    what = tuple(word for word in words if word in {"drop", "tokens", "phones"})
    handed = next((Path(word) for word in words if word not in what), None)
    if not given or what not in STEPS:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    rotate(given[0], what, handed)
    print(f"{' '.join(what)}: done")
    return 0


if __name__ == "__main__":
    sys.exit(main())
