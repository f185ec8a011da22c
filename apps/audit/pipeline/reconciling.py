"""Comparing what is kept of people's acts with the log: a row without its event, an event without its row (T08)."""

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from psycopg import sql

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.recorded import Compared, Recorded
from apps.audit.selectors import log_begins
from apps.audit.services import event_append
from apps.core import fence
from apps.core.actors import Actor
from apps.core.standing import standing_everywhere

# One statement sees one state of both: an act and its event came in one transaction. Rows of before what was destroyed
# of the log have no event any more, and the rows of a patient whose record was destroyed may be gone.
COMPARE = sql.SQL("""
WITH told AS MATERIALIZED (
    SELECT DISTINCT {named} AS id, e.patient_id FROM audit_auditevent e
    WHERE e.action = ANY({actions}) AND e.outcome = 'success'
), shredded AS MATERIALIZED (
    SELECT DISTINCT s.patient_id FROM audit_auditevent s WHERE s.action = 'patient_shredded' AND s.outcome = 'success'
)
SELECT
    (SELECT count(*) FROM {table} r),
    (SELECT count(*) FROM {table} r WHERE NOT EXISTS (SELECT 1 FROM told t WHERE t.id = r.id::text)
        AND ({begins}::timestamptz IS NULL OR r.created_at > {begins}::timestamptz)),
    (SELECT count(*) FROM told t WHERE NOT EXISTS (SELECT 1 FROM {table} r WHERE r.id::text = t.id)
        AND t.patient_id NOT IN (SELECT s.patient_id FROM shredded s))
""")

log = structlog.get_logger(__name__)


def recorded_kinds() -> list[Recorded]:
    """Return every kind of row that the rooms say stands for an act."""
    return [kind for path in settings.WORKBENCH_RECORDED for kind in import_string(path)]


def log_reconcile(*, actor: Actor) -> list[Compared]:
    """Compare every kind of row with the log, and record what was found; what is off goes to the server's log, too."""
    with standing_everywhere(), fence.keeping():
        found = [_compared(kind) for kind in recorded_kinds()]
    off = [one for one in found if one.is_off]
    missing, lost = sum(one.without_event for one in off), sum(one.without_row for one in off)
    with transaction.atomic():
        event_append(
            actor=actor, action=Action.LOG_RECONCILED, object_type="audit_log",
            outcome=Outcome.FAILURE if off else Outcome.SUCCESS,
            details={
                "kinds": len(found), "rows": sum(one.rows for one in found), "without_event": missing,
                "without_row": lost, "off": [one.name for one in off],
            },
        )  # fmt: skip
    for one in off:
        log.error("log_off", bucket=one.table, count=one.without_event + one.without_row)
    return found


def _compared(kind: Recorded) -> Compared:
    named = sql.SQL("e.details ->> {}").format(sql.Literal(kind.named_in)) if kind.named_in else sql.SQL("e.object_id")
    statement = COMPARE.format(
        named=named, table=sql.Identifier(kind.table), actions=sql.Literal([str(one) for one in kind.actions]),
        begins=sql.Literal(log_begins()),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection).replace("%", "%%"))
        return Compared(kind.table, kind.name, *cursor.fetchone())
