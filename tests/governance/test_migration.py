"""Decisions of before the scopes stay as they were written, and the migration goes back and forth over them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from apps.governance.models import KillSwitch
from apps.governance.selectors import generation_allowed
from tests.factories import World
from tests.governance.switch import resume, stop

COLUMNS = "id, created_at, version, scope, stopped, reason, set_by_id"


@pytest.fixture
def before(world: World) -> Iterator[list[tuple]]:
    """Go back to before the scopes, write two decisions of one person as they were then, and come back."""
    call_command("migrate", "governance", "0004", verbosity=0)
    try:
        with connection.cursor() as cursor:
            for version, stopped in ((1, True), (2, False)):
                cursor.execute(
                    f"INSERT INTO governance_killswitch ({COLUMNS}) VALUES (%s, %s, %s, 'all', %s, 'Why', %s)",
                    [uuid4(), datetime(2026, 1, version, tzinfo=UTC), version, stopped, world.admin.pk],
                )
        yield rows()
    finally:
        call_command("migrate", verbosity=0)


def rows() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM governance_killswitch ORDER BY version")
        return cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_what_one_person_once_resumed_stays_and_the_next_stop_follows_it(world: World, before: list[tuple]) -> None:
    call_command("migrate", verbosity=0)
    assert rows() == before
    assert generation_allowed().allowed
    assert stop(world).version == 3
    resume(world)
    kept = rows()
    call_command("migrate", "governance", "0004", verbosity=0)
    assert rows() == kept
    call_command("migrate", verbosity=0)
    assert KillSwitch.objects.get(version=2).request is None
