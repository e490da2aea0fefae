"""Show a person at a terminal what is going on, and where everything is."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from deploy.local.environment import WECHAT_APP_ID, Place


class Screen:
    """Lines for people: what has come up and how long it took, then the addresses and log-ins."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._console = Console(highlight=False, soft_wrap=True)
        self._began = self._clock()

    def title(self, text: str) -> None:
        """Say what begins; the seconds are counted from here."""
        self._began = self._clock()
        self._console.print(f"[bold]{escape(text)}[/]")

    def done(self, name: str, detail: str) -> None:
        """Say that one part is done, and after how long."""
        seconds = self._clock() - self._began
        self._console.print(f"  [green]✓[/] {name:<10} {escape(detail):<48} {seconds:5.1f} s")

    def note(self, text: str) -> None:
        """Say something that a person should know but need not act on."""
        self._console.print(f"  [yellow]![/] {escape(text)}")

    def failed(self, text: str) -> None:
        """Say why it cannot go on."""
        self._console.print(f"[red]✗[/] {escape(text)}")

    def addresses(self, place: Place, folder: Path) -> None:
        """Print where to go and how to log in."""
        gateway = place.url("gateway")
        password = place.keys.admin_password_file.read_text().strip()
        rows = (
            ("owners", f"{gateway}/", "a phone of deploy/estate/households.csv; code: see sandbox"),
            ("staff", f"{gateway}/console", f"admin / {password}"),
            ("", "", f"others: {_shown(place.keys.staff_passwords_file)}"),
            ("sandbox", f"{gateway}/sandbox", "every message that went out"),
            ("WeChat", f"{gateway}/api/v1/wechat/callback", _wechat(place)),
            ("API", f"{gateway}/docs", "and /api/openapi.json"),
            ("files", f"{_shown(folder)}/", "data, logs (log/*.jsonl), secrets"),
        )
        for name, where, hint in rows:
            self._console.print(f"  [bold]{name:<10}[/] {where:<32} {escape(hint)}")
        self._console.print("[bold]Ctrl-C[/] stops everything that was started here.")


def _wechat(place: Place) -> str:
    return f"AppID {WECHAT_APP_ID}; {_shown(place.keys.folder)}/wechat_token, wechat_aes_key"


def _shown(path: Path) -> str:
    return os.path.relpath(path)
