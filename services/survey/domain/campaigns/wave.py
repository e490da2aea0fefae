"""Write to one small group of households: what is to be told of a campaign, told once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from services.survey.domain.campaigns.campaign import Campaign, Sending
from services.survey.domain.owner import Owner
from shared.contracts.surveys import CampaignInvited, CampaignReminded
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id

KINDS: Final[Mapping[Sending, type[CampaignInvited]]] = {
    Sending.INVITATION: CampaignInvited,
    Sending.REMINDER: CampaignReminded,
}


@dataclass(slots=True, kw_only=True)
class Wave(Aggregate):
    """One group's invitations or reminders; its id is the group's, so a repeat collides."""

    campaign: str
    bucket: int

    @classmethod
    def of(cls, campaign: Campaign, what: Sending, bucket: int) -> Self:
        """Return the wave of a bucket, with nothing to tell yet."""
        identity = derived_id("wave", campaign.id, what, str(bucket))
        return cls(id=identity, estate=campaign.estate, campaign=campaign.id, bucket=bucket)

    def ask(
        self, campaign: Campaign, what: Sending, people: Iterable[Owner], paths: Mapping[str, str]
    ) -> None:
        """Tell each owner; ``paths`` are the pages by household."""
        for owner in people:
            self.record(
                KINDS[what](
                    campaign_id=campaign.id,
                    title=campaign.title,
                    reporter=owner.reporter,
                    path=paths[owner.household],
                    closes_at=campaign.closes_at,
                    anonymous=campaign.anonymous,
                )
            )
