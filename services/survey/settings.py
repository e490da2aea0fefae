"""What the survey service is told by its environment."""

from datetime import timedelta
from functools import cached_property
from pathlib import Path

from pydantic import Field

from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.links import Links
from services.survey.domain.terms import Pace, Terms
from shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """The links' secret is a file of 32 bytes or more; changing it ends every open link."""

    http_port: int = 18084
    survey_secret_file: Path
    survey_days: float = Field(default=7, gt=0)
    survey_reminds_after_hours: float = Field(default=24, gt=0)
    campaign_people_a_second: float = Field(default=20, gt=0)
    campaign_by_day: bool = True
    count_seconds: float = Field(default=10, gt=0)

    @cached_property
    def secret(self) -> bytes:
        """Return what links and envelopes are sealed under."""
        secret = self.survey_secret_file.read_bytes().strip()
        if len(secret) < 32:
            raise SystemExit(f"{self.survey_secret_file} is too short; put 32 random bytes in it")
        return secret

    @property
    def links(self) -> Links:
        """Return what seals and reads the surveys' links."""
        return Links(self.secret)

    @property
    def ballots(self) -> Links:
        """Return what seals and reads the links of campaigns."""
        return Links(self.secret, b"ballot", "/q")

    @property
    def envelopes(self) -> Envelopes:
        """Return what keeps anonymous answers closed until they are counted."""
        return Envelopes(self.secret)

    @property
    def pace(self) -> Pace:
        """Return how fast households are written to."""
        return Pace(people_a_second=self.campaign_people_a_second, by_day=self.campaign_by_day)

    @property
    def terms(self) -> Terms:
        """Return how long a survey is open and when it reminds."""
        return Terms(
            lasts=timedelta(days=self.survey_days),
            reminds_after=timedelta(hours=self.survey_reminds_after_hours),
        )
