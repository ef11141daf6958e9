"""Files that were uploaded to Trello: they are behind the account's own credentials.

Since 2021 uploads are downloaded from trello.com with the header that the API takes:
https://developer.atlassian.com/cloud/trello/guides/rest-api/object-definitions/#attachment-object
"""

from __future__ import annotations

from urllib.parse import urlsplit

import requests

from connectors.errors import Gone, NotAllowed, Refused, TooLarge, TryLater
from connectors.http import TIMEOUT, prepare

HOSTS = frozenset({"trello.com", "api.trello.com"})


def is_ours(url: str, base_url: str) -> bool:
    """Is this a file of the Trello that we talk to? Only there do our credentials go."""
    parts, base = urlsplit(url), urlsplit(base_url)
    if base.hostname == "api.trello.com":
        return parts.scheme == "https" and parts.hostname in HOSTS and parts.port in (None, 443)
    return (parts.scheme, parts.netloc) == (base.scheme, base.netloc)


def download(url: str, *, key: str, token: str, most: int) -> bytes:
    """The file's bytes. Redirects, which lead to storage elsewhere, are followed without our
    header. Raises the errors of `connectors.errors`, TooLarge for more than `most` bytes."""
    header = {"Authorization": f'OAuth oauth_consumer_key="{key}", oauth_token="{token}"'}
    with prepare(requests.Session(), url) as session:
        try:
            # requests drops the Authorization header by itself when a redirect leaves the host.
            answer = session.get(url, headers=header, timeout=TIMEOUT, stream=True)
            body = answer.raw.read(most + 1, decode_content=True) if answer.ok else b""
        except requests.RequestException as error:
            raise TryLater(f"{urlsplit(url).path} does not answer") from error
    if not answer.ok:
        raise _refusal(answer.status_code, urlsplit(url).path)
    if len(body) > most:
        raise TooLarge(f"{urlsplit(url).path} is larger than {most:,} bytes")
    return bytes(body)


def _refusal(status: int, path: str) -> Exception:
    message = f"Trello answered GET {path} with {status}"
    if status in (401, 403):
        return NotAllowed(message, status=status)
    if status == 404:
        return Gone(message, status=status)
    if status == 429 or status >= 500:
        return TryLater(message, status=status)
    return Refused(message, status=status)
