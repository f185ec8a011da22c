"""What stands inside the perimeter: a name that says so or that the installation lists, at an address nobody routes."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

# RFC 6762 (.local), RFC 8375 (.home.arpa), ICANN's reservation of .internal; .lan is what routers hand out.
SUFFIXES_INSIDE = (".internal", ".local", ".lan", ".home.arpa")


def is_inside_name(host: str, listed: Iterable[str]) -> bool:
    """Return whether a host may be said to stand inside: an inside address, one label, a reserved suffix, or listed.

    ``listed``: host names, or suffixes that begin with a dot.
    """
    if address := address_of(host):
        return is_inside_address(address)
    suffixes = (*SUFFIXES_INSIDE, *(name.lower() for name in listed if name.startswith(".")))
    return "." not in host or host.endswith(suffixes) or host in {name.lower() for name in listed}


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a literal says, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_inside_address(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is this machine's or of a private network; one mapped into IPv6 counts as its own."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_private


def leads_outside(host: str) -> bool:
    """Return whether a name has any address outside now. One that has none leads nowhere, and is not reached."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    places = (address_of(str(place[0]).partition("%")[0]) for *_, place in found)
    return any(place is None or not is_inside_address(place) for place in places)
