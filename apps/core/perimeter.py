"""Where a name of the perimeter leads at this moment."""

import socket

from apps.core.domain.perimeter import address_of, is_inside_address


def leads_outside(host: str) -> bool:
    """Return whether a name has any address outside now. One that has none leads nowhere, and is not reached."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    places = (address_of(str(place[0]).partition("%")[0]) for *_, place in found)
    return any(place is None or not is_inside_address(place) for place in places)
