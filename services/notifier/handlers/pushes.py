"""Take note of the browsers that a person lets us push to."""

from services.notifier.domain.push import Subscription
from services.notifier.ports import Work


async def subscribe(person: str, subscription: Subscription, work: Work) -> None:
    """Keep a browser of a person's; the same one again changes nothing."""
    await work.world.subscriptions.keep(work.cause.estate, person, subscription)


async def unsubscribe(person: str, endpoint: str, work: Work) -> None:
    """Forget a browser of a person's own."""
    await work.world.subscriptions.drop(work.cause.estate, person, endpoint)
