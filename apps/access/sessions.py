"""Sessions: when they began, when they were last used, and what stays of one that is over (decision 0046).

A session that is over keeps its row, emptied of everything but who it was: what its browser still sends then can be
kept for that person, and shown to nobody, until somebody signs in.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from apps.access.domain.places import Place
from apps.access.domain.sessions import EndReason, Limits, end_words, seconds_left, why_over
from apps.access.models import OpenSession, Person
from apps.access.selectors import actor_for
from apps.access.session_store import WAS, SessionStore
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock

BEGAN, USED = "began", "used"
BACKGROUND = "Workbench-Background"  # the header of a request that no person made: it is no use of the session
SLACK = timedelta(minutes=1)  # a session in use is never taken for one that nobody uses
MOST_AT_ONCE = 500
PLACE, OPEN_UNTIL = "place", "factors_open_until"
STAYS_OPEN = timedelta(minutes=5)
OWN_ENDS = {EndReason.ELSEWHERE}


def limits() -> Limits:
    idle, absolute = settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS
    return Limits(idle=idle, absolute=absolute, warning=settings.SESSION_WARNING_SECONDS)


def session_begin(session: SessionBase, place: Place | None = None) -> None:
    """Start the clocks of a session in which somebody has just signed in; what another one left is dropped."""
    session.pop(WAS, None)
    if place:
        session[PLACE] = {"agent": place.agent, "network": place.network}
    session[BEGAN] = session[USED] = clock.now().timestamp()


def session_use(session: SessionBase) -> None:
    """Start the idle clock again. A session of before there were clocks begins now."""
    now = clock.now().timestamp()
    session.setdefault(BEGAN, now)
    session[USED] = now


def session_over(session: SessionBase) -> EndReason | None:
    """Return why the session of a signed-in person is over, or None."""
    return _why_over(session, clock.now().timestamp())


def factors_open(session: SessionBase) -> None:
    """Let the person of a session change what they sign in and sign with, for five minutes."""
    session[OPEN_UNTIL] = (clock.now() + STAYS_OPEN).timestamp()


def factors_are_open(session: SessionBase) -> bool:
    """Return whether the person of a session has just shown that it is they."""
    return float(session.get(OPEN_UNTIL, 0)) > clock.now().timestamp()


def session_times(session: SessionBase) -> tuple[int, int]:
    """Return the seconds until the session is over without use, and in any case."""
    now = clock.now().timestamp()
    return seconds_left(began=session.get(BEGAN, now), used=session.get(USED, now), now=now, limits=limits())


def session_end(request: HttpRequest, reason: EndReason) -> None:
    """End the session of a request: its person is signed out, and the log says why, once."""
    person = request.user
    if isinstance(person, Person):
        kept = _ended(str(request.session.session_key), person, reason)
        request.session.clear()
        request.session[WAS] = kept
        request.user = AnonymousUser()


def late_person(request: HttpRequest) -> Person | None:
    """Return whose session a request still comes from although it is over; None where they lost their access since."""
    was = request.session.get(WAS)
    if was is None or clock.now().timestamp() - was["at"] > limits().absolute:
        return None
    person = Person.objects.select_related("organization").filter(pk=was["person"], is_active=True).first()
    is_same = person is not None and constant_time_compare(was["hash"], person.get_session_auth_hash())
    return person if is_same else None


def ended_words(session: SessionBase) -> str:
    """Return why the session that this browser had is over, for the sign-in page; empty where none was."""
    was = session.get(WAS)
    return end_words(was["why"], limits()) if was else ""


def page_of(request: HttpRequest) -> str:
    """Return the address of the page that a person looks at: of an act or a part, the page it stood on, or none."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if request.method == "GET" and "HX-Request" not in request.headers:
        return request.get_full_path()
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def sessions_end_unused() -> int:
    """End the sessions that nobody comes back to, so that the log tells their end, too; return how many."""
    now = clock.now()
    kept = timedelta(seconds=settings.SESSION_COOKIE_AGE)  # an untouched row goes that long after its last use
    last_use = now - timedelta(seconds=limits().idle) - SLACK
    rows = OpenSession.objects.filter(ended_at=None, expire_date__gt=now, expire_date__lt=last_use + kept).order_by(
        "expire_date"
    )
    return sum(_end_unused(key) for key in rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def _end_unused(key: str) -> bool:
    row = OpenSession.objects.select_for_update().filter(pk=key).first()
    data = row.get_decoded() if row else {}
    reason = _why_over(data, (clock.now() - SLACK).timestamp())
    person = Person.objects.filter(pk=data[SESSION_KEY]).first() if SESSION_KEY in data and reason else None
    if row is None or person is None or reason is None:
        return False
    was = _was(person, reason, data.get(HASH_SESSION_KEY, ""))
    _record(person, reason)
    _rewrite(row, {WAS: was})
    return True


@transaction.atomic
def sessions_end(person: Person, reason: EndReason, *, but: str = "", most: int = 0) -> int:
    """End the sessions of a person now, but one, and but the ``most`` that were used last; return how many ended.

    Each tells its browser why. Who ends them for somebody else records it; one's own end stands in the log.
    """
    rows = OpenSession.objects.select_for_update().filter(person=person, ended_at=None).exclude(pk=but)
    by_use = sorted(rows, key=lambda row: row.get_decoded().get(USED, 0), reverse=True)
    for row in by_use[most:]:
        was = _was(person, reason, row.get_decoded().get(HASH_SESSION_KEY, ""))
        _rewrite(row, {WAS: was})
        if reason in OWN_ENDS:
            _record(person, reason)
    return len(by_use[most:])


@transaction.atomic
def session_revoke(person: Person, handle: str) -> bool:
    """End the one session of a person that a handle names, from another one of theirs; return whether it was open."""
    rows = OpenSession.objects.select_for_update().filter(person=person, ended_at=None)
    if (row := next((row for row in rows if handle_of(row.pk) == handle), None)) is None:
        return False
    _rewrite(row, {WAS: _was(person, EndReason.REVOKED, row.get_decoded().get(HASH_SESSION_KEY, ""))})
    _record(person, EndReason.REVOKED)
    return True


def handle_of(key: str) -> str:
    """Return what names a session on a page and in a form, and opens nothing."""
    return salted_hmac("apps.access.session", key, algorithm="sha256").hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """An open session, as its person reads it."""

    handle: str
    began: datetime
    used: datetime
    agent: str
    network: str
    is_this: bool


def sessions_open(person: Person, this: str = "") -> list[SessionLine]:
    """Return the sessions of a person that are open, the last used first."""
    rows = OpenSession.objects.filter(person=person, ended_at=None, expire_date__gt=clock.now())
    lines = [_line(row, this) for row in rows if _why_over(row.get_decoded(), clock.now().timestamp()) is None]
    return sorted(lines, key=lambda line: line.used, reverse=True)


def _line(row: OpenSession, this: str) -> SessionLine:
    data = row.get_decoded()
    now = clock.now().timestamp()
    began, used = (datetime.fromtimestamp(data.get(name, now), UTC) for name in (BEGAN, USED))
    place = data.get(PLACE, {})
    return SessionLine(
        handle_of(row.pk), began, used, place.get("agent", ""), place.get("network", ""), bool(this) and row.pk == this
    )


@transaction.atomic
def _ended(key: str, person: Person, reason: EndReason) -> dict[str, Any]:
    """Record the end unless another request was first; return what the session keeps."""
    row = OpenSession.objects.select_for_update().filter(pk=key).first()
    before: dict[str, Any] | None = row.get_decoded().get(WAS) if row else None
    if before is not None:
        return before
    was = _was(person, reason, person.get_session_auth_hash())
    _record(person, reason)
    if row is not None:
        _rewrite(row, {WAS: was})
    return was


def _why_over(data: Any, now: float) -> EndReason | None:
    return why_over(began=data.get(BEGAN, now), used=data.get(USED, now), now=now, limits=limits())


def _was(person: Person, reason: EndReason, auth_hash: str) -> dict[str, Any]:
    return {"person": str(person.pk), "hash": auth_hash, "why": reason.value, "at": clock.now().timestamp()}


def _rewrite(row: OpenSession, data: dict[str, Any]) -> None:
    row.session_data, row.person, row.ended_at = SessionStore().encode(data), None, clock.now()
    row.save(update_fields=["session_data", "person", "ended_at"])


def _record(person: Person, reason: EndReason) -> None:
    event_append(
        actor=actor_for(person), action=Action.SIGNED_OUT, object_type="person", object_id=person.pk,
        details={"reason": reason.value},
    )  # fmt: skip
