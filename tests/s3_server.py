"""A server that speaks S3 (moto), in a process of its own, with faults that a test orders."""

import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

#: What a WSGI program answers.
_Answer = Iterable[bytes]
_DENIED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>no</Message></Error>"


class Faulty:
    """
    The server, with the fault that the file says.

    ``{"method": "PUT", "at": 2, "do": "kill", "pid": 7}`` is done at the second such request
    whose path contains ``path``: ``kill`` the process, before (or ``after``) the request is
    done; ``drop`` the connection from then on; ``deny`` the request and all others like it.
    """

    def __init__(self, program: Callable[..., _Answer], orders: Path) -> None:
        self._program = program
        self._orders = orders
        self._seen = 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> _Answer:
        """Answer one request, or do not."""
        order = json.loads(self._orders.read_bytes()) if self._orders.exists() else None
        if order is None:
            self._seen = 0
        elif self._is_due(order, environ):
            return self._done(order, environ, start)
        return self._program(environ, start)

    def _is_due(self, order: dict[str, Any], environ: dict[str, Any]) -> bool:
        fits = environ["REQUEST_METHOD"] == order["method"]
        if fits and order.get("path", "") in environ["PATH_INFO"]:
            self._seen += 1
            return self._seen >= int(order["at"])
        return False

    def _done(
        self, order: dict[str, Any], environ: dict[str, Any], start: Callable[..., Any]
    ) -> _Answer:
        if order["do"] == "drop":
            connection: socket.socket = environ["werkzeug.socket"]
            connection.shutdown(socket.SHUT_RDWR)
            return []
        if order["do"] == "deny":
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [_DENIED] if environ["REQUEST_METHOD"] != "HEAD" else []
        answer = list(self._program(environ, start)) if order.get("after") else []
        os.kill(order["pid"], signal.SIGKILL)
        return answer


def main() -> None:
    """Serve, and write the port into the folder that is named."""
    from moto.server import DomainDispatcherApplication, create_backend_app  # noqa: PLC0415
    from werkzeug.serving import make_server  # noqa: PLC0415

    folder = Path(sys.argv[1])
    program = Faulty(DomainDispatcherApplication(create_backend_app), folder / "fault.json")
    server = make_server("127.0.0.1", 0, program, threaded=True)
    (folder / "port.new").write_text(str(server.port))
    (folder / "port.new").rename(folder / "port")
    server.serve_forever()


if __name__ == "__main__":
    main()
