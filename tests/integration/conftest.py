"""Settings for the bus on the shared broker."""

from pathlib import Path

import pytest

from shared.runtime.settings import ServiceSettings


@pytest.fixture
def settings(amqp_url: str, namespace: str, tmp_path: Path) -> ServiceSettings:
    return ServiceSettings(
        amqp_url=amqp_url,
        mongo_url="mongodb://unused",
        jwt_public_keys_file=tmp_path,
        namespace=namespace,
        retry_ladder=(0.1, 0.2),
    )
