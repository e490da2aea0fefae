"""Run the router: ``python -m services.router``, or a command of its table."""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final

Command = Callable[[Sequence[str]], None]


def serve(_: Sequence[str]) -> None:
    """Serve until told to stop."""
    from services.router.app import build
    from services.router.settings import Settings
    from shared.runtime import lifespan
    from shared.runtime.settings import load

    settings = load(Settings)
    lifespan.serve(build(settings), settings)


def classifier(arguments: Sequence[str]) -> None:
    """Hand on a command that needs no server, with its arguments."""
    import_module("services.router.commands").main(arguments)


COMMANDS: Final[Mapping[str, Command]] = {
    "serve": serve,
    "classify": classifier,
    "train": classifier,
    "eval": classifier,
    "learn": classifier,
    "models": classifier,
    "use": classifier,
    "simulate": classifier,
}

if __name__ == "__main__":
    words = sys.argv[1:] or ["serve"]
    if words[0] not in COMMANDS:
        sys.exit(f"unknown command {words[0]!r}; one of: {', '.join(COMMANDS)}")
    COMMANDS[words[0]](words)
