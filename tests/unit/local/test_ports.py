"""A taken or impossible port is told in one line that names its variable."""

import socket
from collections.abc import Iterator

import pytest

from deploy.local.failure import CannotRun
from deploy.local.ports import DEFAULTS, chosen_ports, free_ports, require_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def test_a_taken_port_gets_one_line_that_says_which_variable_changes_it(taken: int) -> None:
    ports = {**free_ports(), "GATEWAY_PORT": taken}
    with pytest.raises(CannotRun) as told:
        require_free(ports, ports)
    assert (told.value.code, str(told.value).count("\n")) == (2, 0)
    assert f"{taken} (GATEWAY_PORT)" in str(told.value)


def test_free_ports_are_taken_without_a_word() -> None:
    ports = free_ports()
    require_free(ports, ports)


def test_two_parts_cannot_have_the_same_port() -> None:
    ports = free_ports()
    with pytest.raises(CannotRun, match=r"^INTAKE_PORT and ROUTER_PORT are both"):
        require_free({**ports, "INTAKE_PORT": ports["ROUTER_PORT"]}, ports)


@pytest.mark.parametrize("value", ["x", "-1", "0", "65536", "1.5"])
def test_what_is_no_port_number_is_refused_with_its_variable(value: str) -> None:
    with pytest.raises(CannotRun, match="MONGO_PORT") as told:
        chosen_ports({"MONGO_PORT": value})
    assert told.value.code == 2


def test_a_variable_changes_its_port_and_an_empty_one_changes_nothing() -> None:
    ports = chosen_ports({"AMQP_PORT": "5001", "MONGO_PORT": ""})
    assert (ports["AMQP_PORT"], ports["MONGO_PORT"]) == (5001, DEFAULTS["MONGO_PORT"])
