"""What an owner is told of something that is known already."""

from shared.contracts.event import Id, Moment, Value


class KnownIncident(Value):
    """An incident or planned works as an owner may know it: since when, until when, in words."""

    incident_id: Id
    number: str
    text: str
    since: Moment
    planned: bool = False
    joined: bool = True  # False: it only looks the same, and the owner may join
    expected_until: Moment | None = None
