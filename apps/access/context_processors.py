"""What base.html may ask about the person who looks at it."""

from django.conf import settings
from django.http import HttpRequest

from apps.access.accounts import notices_of
from apps.access.domain.break_glass import standing_of
from apps.access.domain.notices import MOST_LISTED, under_headings
from apps.access.domain.roles import ROLES, Permission
from apps.access.middleware import is_let_through
from apps.access.models import Person
from apps.access.sessions import limits, page_of, session_times
from apps.core import clock


def rights(request: HttpRequest) -> dict[str, frozenset[Permission]]:
    """Give templates the role's rights, to show only links that lead somewhere. The guard is the view's, never this."""
    person = getattr(request, "user", None)
    return {"rights": ROLES[person.role].permissions if isinstance(person, Person) else frozenset()}


def session_clock(request: HttpRequest) -> dict[str, object]:
    """Give base.html the seconds until this session is over, for the page to empty itself by its own clock."""
    if not isinstance(getattr(request, "user", None), Person):
        return {}
    left, until = session_times(request.session)
    return {"session_clock": {"left": left, "until": until, "warning": limits().warning, "back": page_of(request)}}


def account(request: HttpRequest) -> dict[str, object]:
    """Give base.html what a person is told of their account, and whether a password alone opens this demo.

    What is told is asked for only where the person, who is read anyway, says that something waits.
    """
    person = getattr(request, "user", None)
    waiting = notices_of(person)[:MOST_LISTED] if isinstance(person, Person) and person.notices_waiting else ()
    told = under_headings(waiting)
    is_kept_out = isinstance(person, Person) and not is_let_through(request)
    return {
        "account_notices": told, "notices_unlisted": max(0, getattr(person, "notices_waiting", 0) - MOST_LISTED),
        "password_alone": settings.WORKBENCH_PASSWORD_ALONE, "is_kept_out": is_kept_out,
    }  # fmt: skip


def emergencies(request: HttpRequest) -> dict[str, object]:
    """Give base.html what stands open in an emergency, how many the person has to review, and whether the log calls.

    No SQL: see backends.
    """
    person = getattr(request, "user", None)
    here = str(request.resolver_match.kwargs.get("patient_id", "")) if request.resolver_match else ""
    return {
        "emergencies": standing_of(getattr(person, "emergencies", None) or [], clock.now(), here),
        "emergencies_to_review": getattr(person, "emergencies_to_review", None) or 0,
        "log_alarm": getattr(person, "log_alarm", False),
    }
