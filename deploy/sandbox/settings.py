"""Read the sandbox's settings from the environment."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """``receipts_url`` empty: no receipts are sent back. Delays are in milliseconds.

    A recipient that ends in ``silent_ending`` never gets a receipt, one in ``failing_ending``
    always fails; ``failure_rate`` is the share of all others that fail. The outlets in
    ``receipts_for`` give receipts; the app gives none, there the opened inbox is the receipt.
    ``sandbox_journal`` is ``var/sandbox.jsonl`` unless told, with the namespace before it.
    """

    model_config = SettingsConfigDict(frozen=True)

    http_host: str = "127.0.0.1"
    http_port: int = 18085
    namespace: str = ""
    sandbox_journal: Path | None = None
    receipts_url: str = ""
    receipt_secret_file: Path | None = None
    receipt_delay_ms: int = 200
    receipts_for: tuple[str, ...] = ("sms", "wechat")
    silent_ending: str = "0000"
    failing_ending: str = "1111"
    failure_rate: float = 0.0

    @property
    def journal(self) -> Path:
        """Return the file that a restart reads again."""
        return self.sandbox_journal or Path("var") / f"{self.namespace}sandbox.jsonl"

    @property
    def secret(self) -> bytes:
        """Return the secret that receipts are signed with."""
        return self.receipt_secret_file.read_bytes().strip() if self.receipt_secret_file else b""
