"""Plain SQL on every fenced table, without any filter, as the application's own role."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

from apps.core import fence
from apps.evaluation.benches.permissions.stage import Stage
from apps.evaluation.benches.permissions.tally import Tally, outside

TABLES = ("retrieval_passage", "retrieval_passagewindow", "retrieval_retrievalquery", "retrieval_retrievedpassage")
PASSAGE_OF = {
    "retrieval_passage": "id", "retrieval_passagewindow": "passage_id", "retrieval_retrievedpassage": "passage_id",
}  # fmt: skip
# Each shows whose rows it sees: the patient, once a row.
READS = (
    "SELECT patient_id::text FROM {t}",
    "SELECT patient_id::text FROM {t} WHERE true OR patient_id IS NULL",
    "SELECT whose.id::text FROM {t} AS row JOIN chart_patient AS whose ON whose.id = row.patient_id",
    "SELECT row.id::text FROM chart_patient AS whose, LATERAL (SELECT patient_id AS id FROM {t} LIMIT 9) AS row",
    "SELECT id::text FROM chart_patient WHERE id IN (SELECT patient_id FROM {t})",
    "SELECT id::text FROM chart_patient AS whose WHERE EXISTS (SELECT 1 FROM {t} WHERE patient_id = whose.id)",
    "WITH all_of_it AS MATERIALIZED (SELECT * FROM {t}) SELECT patient_id::text FROM all_of_it",
    "SELECT to_jsonb(row) ->> 'patient_id' FROM {t} AS row",
    "SELECT patient_id::text FROM {t} UNION ALL SELECT patient_id::text FROM {t}",
    "SELECT patient_id::text FROM {t} GROUP BY patient_id HAVING count(*) > 0",
    "SELECT patient_id::text FROM ONLY {t} FOR SHARE",
    "SELECT row.patient_id::text FROM {t} AS row RIGHT JOIN chart_patient AS whose ON row.patient_id = whose.id",
)
PASSAGES = "SELECT {c}::text FROM {t}"
EXPLAIN = "EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM {t}"
# Each would lift the fence, or read around it: PostgreSQL refuses the statement.
REFUSED = (
    "SET row_security = off; SELECT patient_id::text FROM {t}",
    "SET LOCAL session_replication_role = replica; SELECT patient_id::text FROM {t}",
    "SET SESSION AUTHORIZATION DEFAULT; SET ROLE {owner}; SELECT patient_id::text FROM {t}",
    "SET SESSION AUTHORIZATION {owner}; SELECT patient_id::text FROM {t}",
    "ALTER TABLE {t} DISABLE ROW LEVEL SECURITY",
    "DROP POLICY {t}_read ON {t}",
    "TRUNCATE {t} CASCADE",
    "COPY {t} TO PROGRAM 'cat'",
    "CREATE POLICY mine ON {t} USING (true)",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
)
# Statistics tell values too: most common ones, and how many.
STATISTICS = (
    "SELECT tablename::text FROM pg_stats WHERE tablename = '{t}'",
    "SELECT tablename::text FROM pg_stats_ext WHERE tablename = '{t}'",
)
SHADOW = """
CREATE TEMPORARY TABLE chart_patientpersongrant ON COMMIT DROP AS
SELECT person.id AS user_id, patient.id AS content_object_id, permission.id AS permission_id
FROM access_person AS person, chart_patient AS patient, auth_permission AS permission
WHERE permission.codename = 'view_chart'
"""
_OWNER = "SELECT tableowner::text FROM pg_tables WHERE tablename = 'retrieval_passage'"


@dataclass(frozen=True, slots=True)
class Look:
    """One statement's place: who stands inside whose fence, or nobody, and what the truth would show them."""

    person: str | None
    patient: str
    allowed: frozenset[str]  # patients


def look_of(stage: Stage, person: str, patient: str) -> Look:
    """Return a place: outside any fence one time in three."""
    if stage.random.randrange(3) == 0:
        return Look(None, patient, frozenset())
    opens = stage.truth.opens(person, patient, emergency=True)
    return Look(person, patient, frozenset([patient]) if opens else frozenset())


def raw_query(stage: Stage, tally: Tally, person: str, patient: str) -> None:
    """Run one statement on one table, and count every row that the truth does not give."""
    look, table = look_of(stage, person, patient), stage.random.choice(TABLES)
    way = stage.random.choice(WAYS)
    how = f"{way.__name__.strip('_')} of {table}"
    tally.asked(how, "raw", way(stage, look, table))


@contextmanager
def _inside(look: Look) -> Iterator[Any]:
    with transaction.atomic():
        if look.person is None:
            with connection.cursor() as cursor:
                yield cursor
        else:
            with fence.reading(look.person, look.patient), connection.cursor() as cursor:
                yield cursor


def _rows(cursor: Any) -> list[str]:
    return [row[0] for row in cursor.fetchall() if row[0] is not None]


def _read(stage: Stage, look: Look, table: str) -> int:
    with _inside(look) as cursor:
        cursor.execute(stage.random.choice(READS).format(t=table))
        return outside(_rows(cursor), look.allowed)


def _read_passages(stage: Stage, look: Look, table: str) -> int:
    """Look at the passages themselves: within one chart, some may be hidden from who reads the rest."""
    column = PASSAGE_OF.get(table)
    if column is None:
        return _read(stage, look, table)
    with _inside(look) as cursor:
        cursor.execute(PASSAGES.format(c=column, t=table))
        shown = _rows(cursor)
    return sum(look.person is None or not stage.truth.reads(look.person, one, emergency=True) for one in shown)


def _copy(stage: Stage, look: Look, table: str) -> int:
    """Copy a table out, whole or as a query."""
    what = stage.random.choice(["{t} (patient_id)", "(SELECT patient_id FROM {t})"]).format(t=table)
    with _inside(look) as cursor, cursor.copy(f"COPY {what} TO STDOUT") as out:
        return outside(bytes(b"".join(out)).decode().split(), look.allowed)


def _explain(stage: Stage, look: Look, table: str) -> int:
    """Let the planner count what it read."""
    with _inside(look) as cursor:
        cursor.execute(EXPLAIN.format(t=table))
        plan = cursor.fetchone()[0]
    rows = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Actual Rows"]
    return 0 if look.allowed else int(rows)


def _after_reset(stage: Stage, look: Look, table: str) -> int:
    """Throw away the session's settings inside the fence: that closes it, and opens nothing."""
    with _inside(look) as cursor:
        cursor.execute(stage.random.choice(["RESET ALL", "SET SESSION AUTHORIZATION DEFAULT", "RESET ROLE"]))
        cursor.execute(READS[0].format(t=table))
        return outside(_rows(cursor), look.allowed)


def _left_cursor(stage: Stage, look: Look, table: str) -> int:
    """Open a cursor outside any fence, and read it inside; then look again when the transaction is over."""
    with transaction.atomic(), connection.cursor() as before:
        before.execute(f"DECLARE left_over CURSOR WITH HOLD FOR {READS[0].format(t=table)}")
    with _inside(look) as cursor:
        cursor.execute("FETCH ALL FROM left_over")
        shown = _rows(cursor)
        cursor.execute("CLOSE left_over")
    with connection.cursor() as after:
        after.execute(READS[0].format(t=table))
        return len(shown) + len(_rows(after))


def _error(stage: Stage, look: Look, table: str) -> int:
    """Make a row's value part of an error's message. Where nothing may be shown, there is no row to fail on."""
    if look.allowed:
        return _read(stage, look, table)
    statement = stage.random.choice([
        "SELECT (to_jsonb(row) ->> 'id')::integer FROM {t} AS row",
        "SELECT 1 FROM {t} AS row WHERE (to_jsonb(row) ->> 'id')::integer = 1",
    ]).format(t=table)  # fmt: skip
    try:
        with _inside(look) as cursor:
            cursor.execute(statement)
            return len(cursor.fetchall())
    except DatabaseError:
        return 1


def _statistics(stage: Stage, look: Look, table: str) -> int:
    with _inside(look) as cursor:
        cursor.execute(stage.random.choice(STATISTICS).format(t=table))
        return len(cursor.fetchall())


def _shadowed(stage: Stage, look: Look, table: str) -> int:
    """Put a temporary table of grants before the real one: everybody holds every grant there."""
    with _inside(look) as cursor:
        cursor.execute(SHADOW)
        cursor.execute(READS[0].format(t=table))
        return outside(_rows(cursor), look.allowed)


def _refused(stage: Stage, look: Look, table: str) -> int:
    """Try to lift the fence. A statement that goes through counts as one leak, beside the rows that it shows."""
    try:
        with _inside(look) as cursor:
            cursor.execute(_OWNER)
            owner = cursor.fetchone()[0]
            for statement in stage.random.choice(REFUSED).format(t=table, owner=owner).split(";"):
                cursor.execute(statement)
    except DatabaseError:
        return 0
    return 1


def _changed(stage: Stage, look: Look, table: str) -> int:
    """Change or delete what a reader sees: nothing is."""
    with _inside(look) as cursor:
        cursor.execute(
            stage.random.choice(["UPDATE {t} SET created_at = created_at", "DELETE FROM {t}"]).format(t=table)
        )
        return int(cursor.rowcount)


Way = Callable[[Stage, Look, str], int]
WAYS: Sequence[Way] = (
    _read, _read, _read, _read_passages, _copy, _explain, _after_reset, _left_cursor, _error, _statistics, _refused,
    _changed, _shadowed,
)  # fmt: skip


def role_faults() -> list[str]:
    """Return why the role of this connection would pass every policy, if it would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        name, is_super, bypasses = cursor.fetchone()
    return [f"The role {name} passes every policy, so plain SQL proves nothing."] if is_super or bypasses else []
