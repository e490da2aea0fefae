"""What the survey service is told by its environment."""

from datetime import timedelta
from functools import cached_property
from pathlib import Path

from pydantic import Field

from services.survey.domain.links import Links
from services.survey.domain.terms import Terms
from shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """The links' secret is a file of 32 bytes or more; changing it ends every open link."""

    http_port: int = 18084
    survey_secret_file: Path
    survey_days: float = Field(default=7, gt=0)
    survey_reminds_after_hours: float = Field(default=24, gt=0)

    @cached_property
    def links(self) -> Links:
        """Return what seals and reads the links."""
        secret = self.survey_secret_file.read_bytes().strip()
        if len(secret) < 32:
            raise SystemExit(f"{self.survey_secret_file} is too short; put 32 random bytes in it")
        return Links(secret)

    @property
    def terms(self) -> Terms:
        """Return how long a survey is open and when it reminds."""
        return Terms(
            lasts=timedelta(days=self.survey_days),
            reminds_after=timedelta(hours=self.survey_reminds_after_hours),
        )
