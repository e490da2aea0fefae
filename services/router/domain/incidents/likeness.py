"""Tell how alike two reports are: what they speak of, in which words, what alarms they raise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Final

from services.router.domain.classify.lexicon import bits
from services.router.domain.classify.normalise import normalise
from services.router.domain.classify.reading import read
from shared.contracts.words import Urgency

TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    "water": ("no_water", "gone"),
    "power": ("no_power",),
    "gas": ("no_gas",),
    "heating": ("heating", "cold"),
    "burst": ("burst", "gush", "flood"),
    "lift": ("lift",),
    "lamp": ("lamp", "dark"),
    "entrance": ("entrance",),
    "noise": ("loud", "building_work"),
    "rubbish": ("rubbish", "heap"),
    "sewage": ("sewage", "drain"),
    "smell": ("smell", "gas_smell"),
    "parking": ("fire_lane",),
    "fire": ("burning", "smoke"),
    "trapped": ("trapped",),
    "leak": ("leak",),
    "playground": ("playground",),
}
SAID: Final[Mapping[str, tuple[str, ...]]] = {
    "net": ("断网", "没网", "网断", "宽带", "上不了网", "wifi", "网络", "没有网"),
    "tap": ("水压", "水流很小", "水发黄", "水很黄", "水是黄", "黄水", "水浑", "水很浑", "水有异味"),
    "tv": ("电视没信号", "电视信号", "电视看不了"),
    "barrier": ("道闸", "抬杆", "车牌识别"),
    "site": ("工地", "广场舞", "打桩", "挖掘机"),
    "app": ("app", "小程序", "公众号"),
}
SUPPLIES: Final = ("water", "power", "gas", "heating", "net", "tap")
EVERYBODYS: Final = (
    *("lift", "entrance", "rubbish", "smell", "parking", "playground"),
    *("tv", "barrier", "site", "app"),
)
_BITS: Final = {topic: bits(ideas) for topic, ideas in TOPICS.items()}
_UNSAID: Final = frozenset(" ,。!?;:、的了啊呀吗呢吧我家们你您请快有在是很都就也还这那怎么一")


@dataclass(slots=True, frozen=True)
class Sketch:
    """What counts of a text: pairs of characters, topics, and the alarms that it raises."""

    pairs: frozenset[str]
    topics: frozenset[str]
    alarms: frozenset[str]

    def like(self, other: "Sketch") -> float:
        """Return between 0 and 1 how alike two texts are; topics count as much as words."""
        words = _share(self.pairs, other.pairs)
        if not self.topics and not other.topics:
            return words
        both, either = self.topics & other.topics, self.topics | other.topics
        return (words + len(both) / len(either)) / 2

    def alarms_beyond(self, others: Iterable["Sketch"]) -> bool:
        """Tell whether this raises an alarm that none of the others does."""
        return not self.alarms <= frozenset().union(*(other.alarms for other in others))


@lru_cache(maxsize=4096)
def sketch(text: str) -> Sketch:
    """Read what counts of a text."""
    reading = read(text)
    meant = reduce(lambda found, clause: found | clause.meant, reading.clauses, 0)
    topics = {topic for topic, mask in _BITS.items() if meant & mask}
    topics |= {topic for topic, words in SAID.items() if any(w in reading.plain for w in words)}
    alarms = {one.spoken.rule.says for one in reading.raised if one.urgency is Urgency.URGENT}
    return Sketch(_pairs(reading.plain), frozenset(topics | alarms), frozenset(alarms))


def names(phrases: Iterable[str], text: str) -> bool:
    """Tell whether a text has one of these phrases in it, however it is typed."""
    plain = normalise(text)
    return any(normalise(phrase).strip() in plain for phrase in phrases if phrase.strip())


def _pairs(plain: str) -> frozenset[str]:
    kept = "".join(sign for sign in plain if sign not in _UNSAID)
    return frozenset(kept[at : at + 2] for at in range(len(kept) - 1)) or frozenset(kept)


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return how much of both texts is in both (Dice)."""
    if not mine or not theirs:
        return 0.0
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))
