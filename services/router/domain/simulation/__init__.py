"""Play past requests through the real domain in virtual time, under any estate's rules."""

from services.router.domain.simulation.past import Past, read_pasts
from services.router.domain.simulation.replay import Replay
from services.router.domain.simulation.tally import Tally

__all__ = ["Past", "Replay", "Tally", "read_pasts"]
