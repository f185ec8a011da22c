"""The tables that a run reads back are those that the migrations make (tests/schema.py)."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests import schema
from tests.schema import Schema, digest
from workbench.embedded.paths import OWNER_ROLE, names_a_server
from workbench.embedded.postgres import SUPERUSER
from workbench.embedded.use import Urls

SECOND = "read_back"
HELD = "(SELECT string_agg(one::text, ' ' ORDER BY one::text) FROM unnest({}) one)"
# What stands between a row and who may not read or change it.
GUARDS = f"""
    SELECT 'relation', oid::regclass::text, concat(relkind, relrowsecurity, relforcerowsecurity, relowner::regrole),
        {HELD.format("relacl")} FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'column', attrelid::regclass::text, concat(attname, atttypid::regtype, attnotnull, attidentity),
        {HELD.format("attacl")} FROM pg_attribute WHERE attrelid::regclass::text IN
        (SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace) AND attnum > 0
        AND NOT attisdropped
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid), tgenabled::text
        FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'policy', polrelid::regclass::text, concat(polname, polcmd, polpermissive),
        concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
    UNION ALL SELECT 'function', oid::regprocedure::text, concat(prosrc, prosecdef, proconfig, proowner::regrole),
        {HELD.format("proacl")} FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'guard', evtname, concat(evtevent, evtenabled), evtfoid::regproc::text FROM pg_event_trigger
    UNION ALL SELECT 'from now on', defaclrole::regrole::text, defaclobjtype::text, {HELD.format("defaclacl")}
        FROM pg_default_acl"""


@pytest.fixture
def second(embedded_services: Urls, db: None) -> Iterator[str]:
    """Make another database out of what is kept; return its address."""
    if names_a_server("DATABASE_URL"):
        pytest.skip("On a server that is not ours the migrations run each time.")
    kept = Schema(embedded_services.folder)
    kept.database = SECOND
    kept.read_back()
    yield embedded_services.folder.database_url(SUPERUSER, SECOND)
    with psycopg.connect(embedded_services.folder.database_url(SUPERUSER), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(SECOND)))


def _guards(address: str) -> set[tuple]:
    with psycopg.connect(address) as server:
        return set(server.execute(GUARDS).fetchall())


def test_what_is_read_back_is_guarded_as_what_the_migrations_made(embedded_services: Urls, second: str) -> None:
    made = _guards(embedded_services.folder.database_url(SUPERUSER, connection.settings_dict["NAME"]))
    assert _guards(second) == made
    assert {kind for kind, *_ in made} >= {"relation", "column", "trigger", "policy", "function", "guard"}
    assert any(row[0] == "relation" and OWNER_ROLE in row[2] for row in made)


@pytest.mark.parametrize("changed", ["apps/desk/migrations/0001_initial.py", "apps/desk/words.py", "requirements.lock"])
def test_the_tables_are_made_anew_when_a_migration_or_what_it_imports_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    for name in (*schema.BESIDE, "apps/desk/words.py", "apps/desk/views.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    migration = tmp_path / "apps/desk/migrations/0001_initial.py"
    migration.parent.mkdir()
    migration.write_text("from apps.desk import words\n")
    monkeypatch.setattr(schema, "PROJECT", tmp_path)
    before = digest()
    (tmp_path / "apps/desk/views.py").write_text("# no migration reads this\n")
    assert digest() == before
    with (tmp_path / changed).open("a") as file:
        file.write("# changed\n")
    assert digest() != before
