"""A small SMTP server on a loopback port, which says what it is told to."""

from __future__ import annotations

import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SILENCE = 0.5


@dataclass
class Smtp:
    """A server's script.

    `says` replaces its replies by verb: "" breaks the connection, None is SILENCE seconds of
    nothing, longer than the tests' clients wait. `heard` is every line that came, `mails` each
    message that was taken.
    """

    port: int = 0
    says: dict[str, str | None] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None
    heard: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)


USUAL = {"HELLO": "220 hi", "DATA": "354 go", "AUTH": "235 in", "QUIT": "221 bye"}


class _Handler(socketserver.StreamRequestHandler):
    script: Smtp

    def handle(self) -> None:
        try:
            verb = "HELLO"
            while self._reply(verb):
                if verb == "DATA" and self.script.says.get("DATA", "354").startswith("354"):
                    self.script.mails.append(self._message())
                    if not self._reply("MESSAGE"):
                        return
                if verb == "STARTTLS":
                    self._secure()
                line = self.rfile.readline().decode("utf-8", "replace").strip()
                if not line:
                    return
                self.script.heard.append(line)
                verb = line.split(" ", 1)[0].upper()
        except (OSError, ValueError):
            return

    def _reply(self, verb: str) -> bool:
        offered = ["250-here", *(f"250-{offer}" for offer in self.script.offers), "250 HELP"]
        usual = "\r\n".join(offered) if verb == "EHLO" else USUAL.get(verb, "250 ok")
        said = self.script.says.get(verb, "220 go" if verb == "STARTTLS" else usual)
        if said is None:
            time.sleep(SILENCE)
        if not said:
            return False
        self.wfile.write(said.encode() + b"\r\n")
        return True

    def _message(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line[1:] if line.startswith(b"..") else line for line in lines)

    def _secure(self) -> None:
        assert self.script.tls is not None
        secure = self.script.tls.wrap_socket(self.connection, server_side=True)
        self.connection = secure
        self.rfile, self.wfile = secure.makefile("rb"), secure.makefile("wb", 0)

    def finish(self) -> None:
        """Closes also what `_secure` put in place of the plain socket."""
        self.rfile.close()
        self.wfile.close()
        self.connection.close()


@contextmanager
def serving(script: Smtp) -> Iterator[Smtp]:
    handler = type("Handler", (_Handler,), {"script": script})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        script.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield script
        finally:
            server.shutdown()
            thread.join()
