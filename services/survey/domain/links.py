"""Make and read the links that nobody can guess and that nothing has to be stored for."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from services.survey.domain.refusals import SurveyUnknown

_SEAL_BYTES: Final = 14  # with the 16 of the survey's id 30: forty letters without padding
_UNKNOWN: Final = "没有找到这份评价，请从短信、微信或APP里收到的链接重新打开。"


@dataclass(frozen=True, slots=True)
class Links:
    """Seal an id under a secret: the same survey always has the same link.

    A link of one ``purpose`` is none of another's.
    """

    secret: bytes = field(repr=False)
    purpose: bytes = field(default=b"survey", repr=False)
    page: str = field(default="/s", repr=False)

    def token(self, survey_id: str) -> str:
        """Return the forty letters of the link."""
        plain = UUID(survey_id).bytes
        return base64.urlsafe_b64encode(plain + self._seal(plain)).decode()

    def path(self, survey_id: str) -> str:
        """Return the page's path under the public address."""
        return f"{self.page}/{self.token(survey_id)}"

    def read(self, token: str) -> str:
        """Return the survey's id; raises ``SurveyUnknown`` for a token that is not ours."""
        try:
            sealed = base64.b64decode(token.encode("ascii"), b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError) as error:
            raise SurveyUnknown(_UNKNOWN) from error
        plain, seal = sealed[:-_SEAL_BYTES], sealed[-_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._seal(plain)):
            raise SurveyUnknown(_UNKNOWN)
        return str(UUID(bytes=plain))

    def _seal(self, plain: bytes) -> bytes:
        return hmac.digest(self.secret, self.purpose + b"\0" + plain, hashlib.sha256)[:_SEAL_BYTES]
