"""Keep a member of staff's password, hashed, apart from the particulars that others hear of."""

from dataclasses import dataclass

from shared.kernel.aggregate import Aggregate


@dataclass(slots=True, kw_only=True)
class Credential(Aggregate):
    """A password's argon2 hash; the id is the member of staff's."""

    password: str
