"""Hand a parcel to the provider that its address names: ``wecom:zhangsan``, ``robot:night``."""

from collections.abc import Mapping
from dataclasses import replace

from services.notifier.ports import Found, Parcel, Provider


class Addressed:
    """Several providers behind one outlet; an address without a known prefix is the usual one's."""

    def __init__(self, usual: Provider, by_prefix: Mapping[str, Provider]) -> None:
        self._usual = usual
        self._by_prefix = by_prefix

    async def send(self, parcel: Parcel) -> str:
        """Hand over."""
        provider, parcel = self._at(parcel)
        return await provider.send(parcel)

    async def find(self, parcel: Parcel) -> Found | None:
        """Ask."""
        provider, parcel = self._at(parcel)
        return await provider.find(parcel)

    def _at(self, parcel: Parcel) -> tuple[Provider, Parcel]:
        prefix, _, rest = parcel.to.partition(":")
        provider = self._by_prefix.get(prefix) if rest else None
        return (provider, replace(parcel, to=rest)) if provider else (self._usual, parcel)
