"""Where the server listens: taken before the slow start, refused in one sentence."""

import socket

import pytest

from headache_relief.serving.address import Address
from headache_relief.serving.errors import ServingError


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_free_port_is_reserved_but_takes_nobody_in_yet():
    port = free_port()
    with Address("127.0.0.1", port).reserve(), pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 1)


@pytest.mark.parametrize("taken_on", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_refused_with_its_number_and_the_option(taken_on):
    with socket.create_server((taken_on, 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(ServingError, match=rf"^Port {port} is taken: .*`--port {port + 1}`\.$"):
            Address("127.0.0.1", port).reserve()


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_a_host_that_is_not_this_machine_is_refused(host):
    with pytest.raises(ServingError, match="is not an address of this machine"):
        Address(host, free_port()).reserve()
