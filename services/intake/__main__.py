"""Run intake: ``python -m services.intake``, or ``… menu [--show]`` for the official account."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Final

Command = Callable[[Sequence[str]], None]


def serve(_: Sequence[str]) -> None:
    """Serve until told to stop."""
    from services.intake.app import build
    from services.intake.settings import Settings
    from shared.runtime import lifespan
    from shared.runtime.settings import load

    settings = load(Settings)
    lifespan.serve(build(settings), settings)


def menu(arguments: Sequence[str]) -> None:
    """Put the official account's menu up, or show what it would be."""
    from services.intake.commands import put_menu
    from services.intake.settings import MenuSettings

    settings = MenuSettings()
    sys.exit(put_menu(settings.account, settings.page, show="--show" in arguments))


COMMANDS: Final[Mapping[str, Command]] = {"serve": serve, "menu": menu}

if __name__ == "__main__":
    words = sys.argv[1:] or ["serve"]
    if words[0] not in COMMANDS:
        sys.exit(f"unknown command {words[0]!r}; one of: {', '.join(COMMANDS)}")
    COMMANDS[words[0]](words[1:])
