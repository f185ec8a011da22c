"""Sending a form as somebody, and what came of it: what was answered, and which rows of which tables were written.

PostgreSQL itself counts the rows, whatever wrote them. Whatever was done is undone when it was counted.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.messages import ERROR
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from apps.access.models import Person
from apps.access.sessions import OPEN_UNTIL
from apps.audit.models import AuditEvent
from apps.core import clock, fence
from tests.access.matrix import LOGIN

COUNTED = (
    "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
    " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
)
SESSIONS = "access_opensession"  # when it was used last
LOG = frozenset({"audit_auditevent"})
NONE = (0, 0, 0)
NOTHING: Mapping[str, Any] = {}
SHOWN = 200
# What stands otherwise on the same page each time: ids, tokens, nonces.
PASSING = re.compile(r'[0-9a-f-]{36}|nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|[\w.:-]{40,}')
OPEN_FOR = 300  # seconds


@dataclass(frozen=True)
class Came:
    """What came of a form."""

    status: int | str
    refused: tuple[str, ...]  # by which sentence, where it leads back to a page
    wrote: frozenset[str]
    events: tuple[tuple[str, str], ...]
    body: str = ""

    @property
    def acts(self) -> frozenset[str]:
        """Return what the log says was done."""
        return frozenset(action for action, outcome in self.events if outcome == "success")

    def did(self, acts: frozenset[str]) -> bool:
        """Return whether one of these acts was done, or anything was written but that it was refused."""
        return bool(self.wrote - LOG) or bool(self.acts & acts)

    def reads_as(self, other: "Came") -> bool:
        """Return whether both are answered alike, but for the ids that were asked for."""
        words = [PASSING.sub("", one.body) for one in (self, other)] if self.status == SHOWN else []
        return len(set(words)) <= 1 and (self.status, self.refused, self.wrote, self.acts) == (
            other.status, other.refused, other.wrote, other.acts,
        )  # fmt: skip

    @property
    def told(self) -> str:
        return f"{self.status} {sorted(self.wrote)} {self.events} {self.refused}"


@contextmanager
def undone() -> Iterator[None]:
    """Take everything back, also what a service commits on its own: Django's mark of its own test cases lets it run."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def send(
    person: Person | None, path: str, typed: Mapping[str, Any] = NOTHING, *, method: str = "post", opened: bool = False
) -> Came:
    """Send a form as somebody and undo what it did. ``opened``: they have just shown that it is they."""
    client = Client(raise_request_exception=False)
    with undone():
        if person:
            client.force_login(person)
        if opened:
            session = client.session
            session[OPEN_UNTIL] = clock.now().timestamp() + OPEN_FOR
            session.save()
        with undone():
            return _sent(getattr(client, method), path, typed)


def _sent(ask: Callable[..., Any], path: str, typed: Mapping[str, Any]) -> Came:
    before, marker, last = _counted(), _next_transaction(), _last_event()
    response = ask(path, {name: _fresh(value) for name, value in typed.items()})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    touched = {table: rows for table, rows in _counted().items() if rows != before.get(table, NONE)}
    wrote = {table for table, rows in touched.items() if _stands(table, marker, rows, before)}
    events = AuditEvent.objects.filter(sequence__gt=last).order_by("sequence").values_list("action", "outcome")
    status: int | str = response.status_code
    if status == 302 and response["Location"].startswith("/account/login/"):
        status = LOGIN
    said = getattr(response.wsgi_request, "_messages", None)
    refused = tuple(str(one) for one in said._queued_messages if one.level >= ERROR) if said is not None else ()
    return Came(status, refused, frozenset(wrote), tuple(events), body.decode(errors="replace"))


def _last_event() -> int:
    return AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


def _counted() -> dict[str, tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return {table: tuple(rows) for table, *rows in cursor.fetchall()}


def _next_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def _stands(table: str, marker: int, rows: tuple[int, ...], before: Mapping[str, tuple[int, ...]]) -> bool:
    """Return whether what was written to a table is still there: a refusal may have taken it back itself."""
    (made, _, gone), (made_before, _, gone_before) = rows, before.get(table, NONE)
    if table == SESSIONS:
        return (made, gone) != (made_before, gone_before)
    if gone != gone_before or table in LOG:
        return True
    with fence.keeping(), connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {table} WHERE xmin::text::bigint >= %s)", [marker])
        return bool(cursor.fetchone()[0])


def _fresh(value: Any) -> Any:
    """Return what is typed, once more: a file is read from its beginning."""
    if isinstance(value, SimpleUploadedFile):
        value.seek(0)
    return value


def ids_typed(typed: Mapping[str, Any]) -> list[str]:
    """Return the fields that name a record by its id."""
    return [name for name, value in typed.items() if isinstance(value, UUID)]
