"""Each container may do its own work and nothing else."""

from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.support.containers import SERVICES, Containers

ADDRESSES = "from pathlib import Path; at = Path('/run/secrets')\n"
READS = (
    ADDRESSES
    + """
from pymongo import MongoClient
client = MongoClient((at / "mongo_url").read_text())
print(client[{database!r}].list_collection_names(), client[{database!r}].anything.find_one())
"""
)
WRITES = (
    ADDRESSES
    + """
from pymongo import MongoClient
MongoClient((at / "mongo_url").read_text())[{database!r}].anything.insert_one({{"a": 1}})
"""
)
DECLARES = (
    ADDRESSES
    + """
import asyncio, aio_pika
async def declare():
    async with await aio_pika.connect((at / "amqp_url").read_text()) as connection:
        channel = await connection.channel()
        await channel.declare_queue({queue!r}, durable=True, passive=False)
asyncio.run(declare())
"""
)
DATABASES: Final = {
    service: f"hudong_{service.partition('-')[0]}"
    for service in ("gateway", "intake-app", "router", "notifier", "survey")
}
ANOTHERS: Final = [
    (service, DATABASES["router" if service == "gateway" else "gateway"]) for service in DATABASES
]


@pytest.mark.parametrize("script", [READS, WRITES], ids=["read", "write"])
@pytest.mark.parametrize(("service", "database"), ANOTHERS)
def test_a_service_may_not_touch_another_services_database(
    containers: Containers, service: str, database: str, script: str
) -> None:
    code, told = containers.run_python(service, script.format(database=database))
    assert code != 0
    assert "not authorized" in told.lower()


@pytest.mark.parametrize("service", DATABASES)
def test_a_service_may_read_its_own_database(containers: Containers, service: str) -> None:
    code, told = containers.run_python(service, READS.format(database=DATABASES[service]))
    assert code == 0, told


def test_a_service_may_not_declare_another_services_queue(containers: Containers) -> None:
    code, told = containers.run_python("router", DECLARES.format(queue="survey.retry.1s"))
    assert code != 0
    assert "ACCESS_REFUSED" in told


def test_only_the_gateway_publishes_a_port(containers: Containers) -> None:
    published = {
        service
        for service in (*SERVICES, "broker", "database")
        if any(containers.of(service).attrs["NetworkSettings"]["Ports"].values())
    }
    assert published == {"gateway"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_of_ours_has_no_rights_that_it_does_not_need(
    containers: Containers, service: str
) -> None:
    attributes = containers.of(service).attrs
    host = attributes["HostConfig"]
    assert attributes["Config"]["User"] == "10001:10001"
    assert host["ReadonlyRootfs"]
    assert host["CapDrop"] == ["ALL"]
    assert host["Memory"] > 0
    assert host["NanoCpus"] > 0
    assert host["LogConfig"]["Config"] == {"max-file": "3", "max-size": "10m"}


@pytest.mark.parametrize("service", [*SERVICES, "broker", "database"])
def test_no_secret_stands_in_a_containers_settings(containers: Containers, service: str) -> None:
    attributes = containers.of(service).attrs
    told = " ".join(_strings([attributes["Config"], attributes["Args"]]))
    passwords = containers.passwords()
    assert len(passwords) > 10
    assert not [secret for secret in passwords if secret in told]


def test_only_the_gateway_has_the_key_that_signs(containers: Containers) -> None:
    has = {
        service
        for service in SERVICES
        if "jwt_private.pem" in containers.of(service).exec_run("ls /run/secrets").output.decode()
    }
    assert has == {"gateway"}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
