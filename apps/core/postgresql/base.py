"""Django's PostgreSQL, which also tells each transaction where its thread stands (``core.standing``, decision 0059).

The setting is local to the transaction, so no pooled connection carries one request's organization into the next, and
a pooler that hands out connections by the transaction leaks none (T10). A statement outside any transaction gets one of
its own. Who stands nowhere tells nothing, and pays nothing.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base

from apps.core.standing import NOWHERE, Place, standing

_TELL = "SELECT set_config('workbench.organization', %s, true), set_config('workbench.reader', %s, true)"
# What reads or writes rows. Other statements that stand outside a transaction (VACUUM) may refuse to run inside one.
# What may have to come first in a transaction, or mends one that is broken and takes no other statement.
_OF_THE_TRANSACTION = ("SET ", "SAVEPOINT ", "ROLLBACK ", "RELEASE ")
_OF_ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "EXPLAIN", "(")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that knows what it told the transaction that is open; None after a rollback to a savepoint."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: Place | None = NOWHERE
        if self.alias != NO_DB_ALIAS:
            self.execute_wrappers.append(self._execute_where_the_thread_stands)

    def _execute_where_the_thread_stands(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        where = standing()
        if where == self._told or self.needs_rollback or str(sql).startswith(_OF_THE_TRANSACTION):
            return execute(sql, params, many, context)
        if not self.get_autocommit():
            self._tell(where)
            return execute(sql, params, many, context)
        if not str(sql).lstrip().upper().startswith(_OF_ROWS):
            return execute(sql, params, many, context)
        with transaction.atomic(using=self.alias):
            self._tell(where)
            return execute(sql, params, many, context)

    def _tell(self, where: Place) -> None:
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(_TELL, where)
        self._told = where

    def set_autocommit(self, *args: Any, **kwargs: Any) -> None:
        super().set_autocommit(*args, **kwargs)
        self._told = NOWHERE

    def commit(self) -> None:
        super().commit()
        self._told = NOWHERE

    def rollback(self) -> None:
        super().rollback()
        self._told = NOWHERE

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self._told = None

    def close(self) -> None:
        super().close()
        self._told = NOWHERE
