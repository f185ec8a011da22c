"""What stands inside the perimeter: a name that says so or that the installation lists, at an address nobody routes."""

import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

THIS_MACHINE = "localhost"
# RFC 6762 (.local), RFC 6761 (.localhost), RFC 8375 (.home.arpa), ICANN's reservation of .internal; .lan is what
# routers hand out.
SUFFIXES_INSIDE = (".internal", ".local", ".localhost", ".lan", ".home.arpa")
# What inet_aton(3) reads as an IPv4 address: one to four numbers, decimal, octal (0...) or hexadecimal (0x...).
_NUMBERS = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*", re.IGNORECASE)


def is_inside_name(host: str, listed: Iterable[str]) -> bool:
    """Return whether a host may be said to stand inside: an inside address, one label, a reserved suffix, or listed.

    ``listed``: host names, or suffixes that begin with a dot. Numbers that make no address stand nowhere.
    """
    host = _bare(host)
    if address := address_of(host):
        return is_inside_address(address)
    if _NUMBERS.fullmatch(host):
        return False
    suffixes = (*SUFFIXES_INSIDE, *(name.lower() for name in listed if name.startswith(".")))
    return "." not in host or host.endswith(suffixes) or host in {name.lower() for name in listed}


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a literal says in any form that a resolver takes (``0x7f.1``), or None for a name."""
    host = _bare(host)
    try:
        return ip_address(host)
    except ValueError:
        pass
    if not _NUMBERS.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _bare(host: str) -> str:
    """Return a host without the dot that ends a whole name, in small letters."""
    return host.removesuffix(".").lower()


def is_inside_address(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is this machine's or of a private network; one mapped into IPv6 counts as its own."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_private
