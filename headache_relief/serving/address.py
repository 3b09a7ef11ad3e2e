"""Where the server listens, and one sentence when it can't."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass

from headache_relief.serving.errors import ServingError

LAST_PORT = 65535


@dataclass(frozen=True)
class Address:
    """A host and a port."""

    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def reserve(self) -> socket.socket:
        """A socket bound to the address; ServingError when it is taken or can't be had."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.host, self.port))
        except OSError as error:
            bound.close()
            raise self.refusal(error) from None
        return bound

    def refusal(self, error: OSError) -> ServingError:
        """Why the operating system does not let the server listen here, and what to do."""
        if error.errno == errno.EACCES:
            return ServingError(
                f"Port {self.port} needs special rights: choose one above 1023 with `--port`."
            )
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            return ServingError(
                f"{self.host} is not an address of this machine: try `--host 127.0.0.1`."
            )
        return ServingError(
            f"Port {self.port} is taken: stop what uses it, or choose another, for example with "
            f"`--port {self.port + 1 if self.port < LAST_PORT else self.port - 1}`."
        )
