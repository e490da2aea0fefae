"""Every operation of every service, who may call it, and whose things it touches."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.contracts.words import Role
from shared.web.operation import Operation, Routes

SERVICES: Final = ("gateway", "intake", "router", "notifier", "survey")
REVIEWED: Final = Path(__file__).parents[1] / "component" / "matrix" / "operations.txt"
UNDECLARED: Final = "?"
SCOPES: Final = {
    "public": "needs no log-in, and shows nobody's things",
    "secret": "needs no log-in, but a secret in the path or a signature",
    "self": "the caller's own account and nothing else",
    "household": "owners: their own things; staff: by the rules of the estate",
    "estate": "whatever the caller's role may see of the caller's own estate",
    "inner": "services among themselves; the gateway does not forward it",
}
ROLES: Final = tuple(Role)


@dataclass(slots=True, frozen=True)
class Row:
    """One operation of a service, with the scope that has been declared for it."""

    service: str
    method: str
    path: str
    operation: Operation
    scope: str

    @property
    def name(self) -> str:
        """Return how it is called in the table."""
        return f"{self.service} {self.method} {self.path}"

    @property
    def roles(self) -> str:
        """Return the roles as the table has them."""
        allowed = self.operation.roles
        return "anybody" if allowed is None else ",".join(sorted(allowed))

    @property
    def line(self) -> str:
        """Return its line of the table."""
        return f"{self.name} | {self.roles} | {self.scope}"


def rows() -> list[Row]:
    """Return every operation that the services have now."""
    declared = {name: scope for name, _, scope in reviewed()}
    found = [
        Row(service, method, path, operation, "")
        for service in SERVICES
        for method, path, operation in _table(service)
    ]
    scoped = [
        Row(r.service, r.method, r.path, r.operation, declared.get(r.name, UNDECLARED))
        for r in found
    ]
    return sorted(scoped, key=lambda row: row.name)


def _table(service: str) -> list[tuple[str, str, Operation]]:
    routes: Routes = importlib.import_module(f"services.{service}.api").routes
    return routes.table


def reviewed() -> list[tuple[str, str, str]]:
    """Return the table as it was last reviewed: name, roles, scope."""
    lines = REVIEWED.read_text().splitlines() if REVIEWED.exists() else []
    parts = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(name, roles, scope) for name, roles, scope in parts]


def write() -> None:
    """Bring the table up to date; what is new stands there with a question mark."""
    head = [f"# {scope}: {meaning}" for scope, meaning in SCOPES.items()]
    REVIEWED.write_text("\n".join([*head, *(row.line for row in rows())]) + "\n")


if __name__ == "__main__":
    write()
