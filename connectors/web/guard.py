"""Which addresses may be called for somebody else: public ones only.

A link on a card is a stranger's wish that this machine call an address. Private, loopback,
link-local and other special addresses are never called: behind them stand metadata services,
routers and databases. The address that was checked is the one that is called, so that a second
look-up cannot answer with another (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

Resolve = Callable[[str, int], Sequence[str]]


class Forbidden(Exception):
    """This address is never called."""


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host. Raises OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def public_address(host: str, port: int, look_up: Resolve = resolve) -> str:
    """An address of `host` that may be called.

    Raises:
        Forbidden: one of its addresses is not public, or it has none that is.
        OSError: the name cannot be resolved.
    """
    if port not in (80, 443):
        raise Forbidden(f"port {port} is not the web's")
    addresses = [ipaddress.ip_address(each.partition("%")[0]) for each in look_up(host, port)]
    for address in addresses:
        if not is_public(address):
            raise Forbidden(f"{host} leads to {address}, which is not a public address")
    if not addresses:
        raise Forbidden(f"{host} leads nowhere")
    return str(addresses[0])


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Is it a unicast address of the public net? IPv4 inside IPv6 counts as what it stands for."""
    inner = None
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast
