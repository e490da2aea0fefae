"""Tell other systems what happens; of an owner who is to be forgotten keep nothing for them."""

from services.notifier.handlers.webhooks import HookWork, tell_hooks
from shared.contracts.event import Event
from shared.contracts.people import OwnerErased


async def hear(event: Event, work: HookWork) -> None:
    """Tell the hooks; of an owner who was erased nothing is sent or kept any more.

    What has yet to be sent is not, since whoever gets it would learn who it was.
    """
    await tell_hooks(event, work)
    if isinstance(event, OwnerErased):
        for one in await work.lists.speaking_of(work.cause.estate, event.owner_id):
            one.forget(work.now)
            await work.apart(work.now).deliveries.save(one)
