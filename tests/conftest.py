"""What every test stands on: real PostgreSQL and Redis (workbench.embedded.pytest_plugin), a cast, and no
network: pytest-socket refuses every connection that leaves this machine (pyproject.toml)."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings as hypothesis

from apps.access.provider.client import PUBLISHED
from apps.core.crypto.cache import KEYS
from apps.core.standing import process_stands_everywhere
from tests.factories import World, make_world
from tests.identity_provider import IdentityProvider
from tests.kept import Copies, Kept, keep
from tests.schema import Schema
from workbench.embedded.use import Urls

pytest_plugins = ["tests.shared"]
hypothesis.register_profile("untimed", deadline=None)  # how long an example takes says nothing of what is right
hypothesis.load_profile("untimed")
# Those of half a minute and more, after the journeys; among the journeys, the one that opens every page.
LONG = {"test_access.py", "test_access_pages.py", "test_commands.py", "test_letter_pdf.py", "test_matrix.py",
        "test_migration.py", "test_own.py"}  # fmt: skip
OF_MIGRATIONS = {"auth_permission", "django_content_type"}
process_stands_everywhere()  # a test looks at what the requests and tasks that it makes left behind, whosever it is
gc.set_threshold(20_000, 20, 20)  # a sixth of the time went into looking for garbage among what lives on


def pytest_collection_finish() -> None:
    """Look for no garbage among the tests, the models and the modules."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest modules begin first (with --no-loadscope-reorder): no core waits for one at the end."""
    items.sort(key=lambda item: (item.get_closest_marker("journey") is None, item.path.name not in LONG))


@pytest.fixture(scope="session")
def schema(embedded_services: Urls, django_db_modify_db_settings: None) -> Schema:
    schema = Schema(embedded_services.folder)
    schema.read_back()
    return schema


@pytest.fixture(scope="session")
def django_db_setup(schema: Schema, django_db_setup: None) -> None:
    """Make the database as pytest-django does, which migrates nothing where the tables were read back."""
    schema.keep()


@pytest.fixture(scope="session", autouse=True)
def flush_may_empty_the_audit_log() -> Iterator[None]:
    """Let Django empty the test database after a transactional test.

    The log's own triggers refuse TRUNCATE, as they should; only here, around the flush, they are set aside. What the
    migrations wrote stays: made anew it would have other ids than the grants that are kept refer to.
    """
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = plain(self, style, [table for table in tables if table not in OF_MIGRATIONS], **options)
        log = [table for table in tables if table.startswith("audit_")]
        return [
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in log),
            *statements,
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in log),
            *_always_again(self.connection),
        ]

    DatabaseOperations.sql_flush = sql_flush
    yield
    DatabaseOperations.sql_flush = plain


def _always_again(connection: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass, tgname FROM pg_trigger"
            " WHERE starts_with(tgrelid::regclass::text, 'audit_') AND tgenabled = 'A' AND NOT tgisinternal"
        )
        return [f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{name}";' for table, name in cursor.fetchall()]


@pytest.fixture(autouse=True)
def empty_cache(embedded_services: Any) -> None:
    """Forget rate limits, keys and the like between tests."""
    cache.clear()
    KEYS.forget_all()
    PUBLISHED.forget_all()


@pytest.fixture(scope="session")
def hurried() -> None:
    """Let the desk see how fast a test decides."""


@pytest.fixture(autouse=True)
def unhurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test read as fast as it likes: only one that asks for it is asked to look once more."""
    if "hurried" not in request.fixturenames:
        monkeypatch.setattr("apps.review.domain.tempo.WORDS_PER_MINUTE", 10**9)


@pytest.fixture(scope="session")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Kept[World]:
    with django_db_blocker.unblock():
        return keep(make_world)


@pytest.fixture
def copies() -> Copies:
    """What this test has its own copies of, of all that is kept."""
    return {}


@pytest.fixture
def world(kept_world: Kept[World], db: None, copies: Copies) -> World:
    """Two organizations, their people, two patients: two of everything, so that the wrong one can be tried."""
    return kept_world.put_back(copies)


@pytest.fixture
def identity_provider(settings: Any) -> Iterator[IdentityProvider]:
    """A provider that the workbench knows, served on this machine."""
    provider = IdentityProvider()
    provider.set_up(settings)
    yield provider
    provider.close()
