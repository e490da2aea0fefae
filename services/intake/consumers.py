"""Say what intake listens to.

What becomes of requests is followed for whoever asks here; it is the notifier that tells owners.
"""

from typing import Final

from services.intake.handlers import erasure, estates, fates, owners, staff
from shared.bus.subscriptions import on
from shared.contracts import requests
from shared.contracts.estates import EstateChanged
from shared.contracts.people import OwnerChanged, OwnerErased, StaffChanged

SUBSCRIPTIONS: Final = (
    on(OwnerChanged, owners.learn),
    on(OwnerErased, erasure.erase),
    on(StaffChanged, staff.learn),
    on(EstateChanged, estates.learn),
    on(requests.RequestAssigned, fates.follow),
    on(requests.RequestAccepted, fates.follow),
    on(requests.RequestArrived, fates.follow),
    on(requests.RequestResolved, fates.follow),
    on(requests.RequestReopened, fates.follow),
    on(requests.FollowUpOpened, fates.follow),
    on(requests.RequestClosed, fates.follow),
    on(requests.RequestCancelled, fates.follow),
)
