"""Give everybody at the estate the token that the gateway would give them."""

from datetime import timedelta
from typing import Final

from deploy.local.keys import Keys
from shared.contracts.words import Role
from tests.chaos.estate import Employee, Estate, Resident
from tests.support.tokens import Tokens

_LASTS: Final = timedelta(days=2)


def headers_of(estate: Estate, keys: Keys) -> dict[str, dict[str, str]]:
    """Return the Authorization header of each person by their id."""
    tokens = Tokens(keys)
    made = {one.id: _owners(one, tokens) for one in estate.residents}
    made |= {one.id: _employees(one, tokens) for one in estate.staff}
    return {person: {"Authorization": f"Bearer {token}"} for person, token in made.items()}


def _owners(one: Resident, tokens: Tokens) -> str:
    return tokens(Role.OWNER, one.id, lasts=_LASTS, name=one.name, place=one.home)


def _employees(one: Employee, tokens: Tokens) -> str:
    post = {"department": one.department} if one.department else {}
    return tokens(one.role, one.id, lasts=_LASTS, estate="sample", name=one.name, **post)
