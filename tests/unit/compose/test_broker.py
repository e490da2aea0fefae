"""What each service may do at the broker."""

import base64
import hashlib
import re

import pytest

from deploy.compose.broker import OPERATOR, definitions, password_hash
from deploy.compose.secrets import SERVICES
from shared.bus.topology import Topology

PERMISSIONS = {
    one["user"]: one
    for one in definitions(dict.fromkeys((*SERVICES, OPERATOR), "p"))["permissions"]
}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_declare_everything_that_it_declares(service: str) -> None:
    names = Topology(service)
    wanted = (names.exchange, names.queue, names.dead, *(names.retry(step) for step in range(3)))
    assert all(re.search(PERMISSIONS[service]["configure"], name) for name in wanted)
    assert all(re.search(PERMISSIONS[service]["write"], name) for name in (*wanted, "amq.default"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_neither_declare_nor_read_another_ones_queue(service: str) -> None:
    others = [name for one in SERVICES if one != service for name in (one, f"{one}.dead")]
    allowed = PERMISSIONS[service]
    assert not [n for n in others for act in ("configure", "read") if re.search(allowed[act], n)]


def test_a_password_is_kept_as_rabbitmq_checks_it() -> None:
    kept = base64.b64decode(password_hash("word", b"salt"))
    assert kept == b"salt" + hashlib.sha256(b"saltword").digest()
