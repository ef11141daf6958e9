"""Is a link alive, and what is behind it: few redirects, little time, few bytes, no credentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3

from connectors.web.guard import Forbidden, Resolve, public_address, resolve

REDIRECTS = 3
SECONDS = 5.0
"""For connecting, and for each piece of the answer."""
MOST_BYTES = 20_000_000
"""Of a file: the largest picture that any network takes."""
AGENT = "board-syncer link check"


class Unreachable(Exception):
    """The link does not work; the text says why, for people."""


@dataclass(frozen=True, kw_only=True)
class Web:
    """Looks at links. `ports` maps a scheme to its port, `look_up` resolves names."""

    look_up: Resolve = resolve
    seconds: float = SECONDS

    def state(self, link: str) -> str:
        """ "ok", or why the link does not work. Never raises."""
        try:
            self._ask(link, "HEAD", 0)
        except (Unreachable, Forbidden) as problem:
            return str(problem)
        return "ok"

    def fetch(self, link: str, most: int = MOST_BYTES) -> bytes:
        """What is behind a link. Raises Unreachable or Forbidden, also for more than `most`
        bytes."""
        return self._ask(link, "GET", most)

    def _ask(self, link: str, method: str, most: int) -> bytes:
        here = link if "://" in link else f"https://{link}"
        for _hop in range(REDIRECTS + 1):
            status, where, body = self._one(here, method, most)
            if status in (405, 501) and method == "HEAD":
                method = "GET"  # some servers do not know HEAD; the body is not read
                continue
            if status in (301, 302, 303, 307, 308) and where:
                here = urljoin(here, where)
                continue
            if status >= 400:
                raise Unreachable(f"it answers {status}")
            return body
        raise Unreachable(f"more than {REDIRECTS} redirects")

    def _one(self, link: str, method: str, most: int) -> tuple[int, str | None, bytes]:
        parts = urlsplit(link)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unreachable("it is no web address")
        try:
            with self._pool(parts) as pool:
                answer = pool.request(
                    method,
                    (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
                    headers=self._headers(parts),
                    redirect=False,
                    preload_content=False,
                    retries=False,
                )
                body = _read(answer, most)
                return answer.status, answer.headers.get("Location"), body
        except OSError as error:
            raise Unreachable(f"{parts.hostname} cannot be found") from error
        except urllib3.exceptions.HTTPError as error:
            raise Unreachable(_plain(error)) from error
        except ValueError as error:
            raise Unreachable("its address is malformed") from error

    def _headers(self, parts: SplitResult) -> Mapping[str, str]:
        return {"Host": parts.netloc.rpartition("@")[2], "User-Agent": AGENT, "Accept": "*/*"}

    def _pool(self, parts: SplitResult) -> urllib3.HTTPConnectionPool:
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = public_address(host, port, self.look_up)
        timeout = urllib3.Timeout(connect=self.seconds, read=self.seconds)
        if parts.scheme == "https":
            return urllib3.HTTPSConnectionPool(
                address, port, timeout=timeout, server_hostname=host, assert_hostname=host
            )
        return urllib3.HTTPConnectionPool(address, port, timeout=timeout)


def _read(answer: urllib3.BaseHTTPResponse, most: int) -> bytes:
    if most == 0:
        return b""
    body = answer.read(most + 1)
    if len(body) > most:
        raise Unreachable(f"it is larger than {most:,} bytes")
    return body


def _plain(error: urllib3.exceptions.HTTPError) -> str:
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return "it does not answer in time"
    if isinstance(error, urllib3.exceptions.SSLError):
        return "its certificate is not valid"
    return "it does not answer"
