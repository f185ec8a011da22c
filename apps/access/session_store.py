"""Where sessions are kept: in the database, each row with its person, and what was ended stays ended."""

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from apps.access.models import OpenSession
from apps.core import clock

WAS = "was"  # what stays of a session that is over (sessions.py)


class SessionStore(DatabaseStore):
    """Django's own, with whose each session is. A request under way cannot bring one back that was ended meanwhile."""

    _is_new_row = False

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        row = cast("OpenSession", super().create_model_instance(data))
        row.person_id = data.get(SESSION_KEY)
        over = WAS in data and SESSION_KEY not in data
        row.ended_at = clock.now() if over and not self._is_new_row else None
        return row

    def save(self, must_create: bool = False) -> None:
        self._is_new_row = must_create  # a new row begins: whoever signs in after an end gets one
        data: dict[str, Any] = {} if must_create else self._session  # type: ignore[attr-defined]
        if not data or self.session_key is None or SESSION_KEY not in data:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(data)
        kept = OpenSession.objects.filter(pk=self.session_key, ended_at=None)
        if not kept.update(session_data=row.session_data, expire_date=row.expire_date, person=row.person_id):
            raise UpdateError
