"""From where: the address of whoever asks, as the door counts it, for the events of what they do (S09, S21)."""

from collections.abc import Callable
from ipaddress import ip_address

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse

from apps.core.context import address_set

GetResponse = Callable[[HttpRequest], HttpResponse]


def address_middleware(get_response: GetResponse) -> GetResponse:
    """Let every event of a request say from which address it came.

    What a browser claims of itself counts only as far as proxies that are trusted have written it down; an address that
    cannot be known is left out, and nothing is refused for that.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        address_set(_address_of(request))
        try:
            return get_response(request)
        finally:
            address_set("")

    return middleware


def _address_of(request: HttpRequest) -> str:
    try:
        return str(ip_address(get_adapter(request).get_client_ip(request)))
    except (ValueError, ImproperlyConfigured, PermissionDenied):
        return ""
