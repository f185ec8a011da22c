"""How many wrong passwords close the door, and to whom: to who guesses, not to the clinic behind the same address.

Three counts of five minutes: of an account from one address, of an account from anywhere, and of an address. A browser
in which this very account was signed in before is counted by itself alone, so nobody else shuts it out. An account for
emergencies is never closed: it has a key beside its password, whatever is guessed (H02).
"""

import re
import secrets

from allauth.core.internal.ratelimit import RateLimitUsage, consume, get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from apps.access.models import Person
from apps.access.selectors import person_by_email
from apps.access.services.signing_in import browser_is_known, browser_note

VALUE = re.compile(r"[\w-]{43}", re.ASCII)
BYTES, LASTS = 32, 180 * 24 * 60 * 60


def wrong_password_count(request: HttpRequest, email: str) -> RateLimitUsage | None:
    """Count an attempt as wrong until it proves right, and return what is taken back then.

    None for one that is refused, which counts nowhere.
    """
    person, who, browser = person_by_email(email), email.strip().lower(), _browser_of(request)
    if person and person.is_emergency:
        return RateLimitUsage(usage=[])
    if person and browser and browser_is_known(person, browser):
        return _consume(request, "wrong_here", f"{who} in {browser}")
    counted = RateLimitUsage(usage=[])
    for action, key in (("wrong_here", f"{who} at {get_ip(request)}"), ("wrong_account", who), ("wrong_address", "")):
        usage = _consume(request, action, key)
        if usage is None:
            counted.rollback()
            return None
        counted.usage += usage.usage
    return counted


def browser_remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Let the browser in which a person just signed in be known as theirs; it says nothing of who they are."""
    browser = _browser_of(request) or secrets.token_urlsafe(BYTES)
    browser_note(person=person, browser=browser)
    response.set_cookie(
        settings.WORKBENCH_BROWSER_COOKIE, browser, max_age=LASTS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _consume(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    return consume(request, app="allauth.account", action=action, key=key)


def _browser_of(request: HttpRequest) -> str:
    value = request.COOKIES.get(settings.WORKBENCH_BROWSER_COOKIE, "")
    return value if VALUE.fullmatch(value) else ""
