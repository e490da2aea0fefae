"""Run the router: ``python -m services.router``, or a command of its table."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

CLASSIFY: Final = "services.router.domain.classify.cli"


def serve() -> None:
    """Serve until told to stop."""
    from services.router.app import build
    from services.router.settings import Settings
    from shared.runtime import lifespan
    from shared.runtime.settings import load

    settings = load(Settings)
    lifespan.serve(build(settings), settings)


def classify() -> None:
    """Read JSON lines of texts and write what each is about; no server is needed."""
    import_module(CLASSIFY).main(sys.argv[2:])


COMMANDS: Final[Mapping[str, Callable[[], None]]] = {"serve": serve, "classify": classify}

if __name__ == "__main__":
    name = sys.argv[1] if len(sys.argv) > 1 else "serve"
    if name not in COMMANDS:
        sys.exit(f"unknown command {name!r}; one of: {', '.join(COMMANDS)}")
    COMMANDS[name]()
