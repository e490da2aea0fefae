"""The fixtures of the other tests run on containers where an engine answers."""

from pathlib import Path

from docker import DockerClient

from tests.support import servers
from tests.support.containers import Containers


def test_the_broker_that_tests_share_is_a_container(containers: Containers, tmp_path: Path) -> None:
    with servers.any_broker(tmp_path) as url:
        assert url.startswith("amqp://guest:")
        assert _runs(containers.client, servers.RABBITMQ_IMAGE)
    assert list(tmp_path.iterdir()) == []


def test_the_database_that_tests_share_is_a_container(
    containers: Containers, tmp_path: Path
) -> None:
    with servers.any_database(tmp_path) as url:
        assert "directConnection=true" in url
        assert _runs(containers.client, servers.MONGO_IMAGE)
    assert list(tmp_path.iterdir()) == []


def _runs(client: DockerClient, image: str) -> bool:
    """Tell whether a container of ``image`` runs that belongs to no Compose project."""
    found = client.containers.list(filters={"ancestor": image})
    return any("com.docker.compose.oneoff" not in one.labels for one in found)
