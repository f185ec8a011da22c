"""From where somebody signs in, in words: which browser, and which network without the machine in it."""

import ipaddress
from dataclasses import dataclass

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
KEPT_BITS = {4: 24, 6: 48}  # of an address: the network, not the machine


@dataclass(frozen=True, slots=True)
class Place:
    """A browser and a network. Versions come and go, so they are no part of it."""

    agent: str
    network: str


def place_of(user_agent: str, address: str) -> Place:
    """Return the place that a browser's own words and its address tell of."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "another browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "another system")
    return Place(f"{browser} on {system}", network_of(address))


def network_of(address: str) -> str:
    """Return the network of an address as one reads it, or an empty text for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.is_loopback:
        return "this machine"
    return str(ipaddress.ip_network(f"{found}/{KEPT_BITS[found.version]}", strict=False))
