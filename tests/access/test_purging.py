"""What signing in leaves behind goes when nobody needs it any more, and what still counts stays."""

from datetime import timedelta

import pytest
from django.db import transaction

from apps.access.domain.notices import Notice
from apps.access.models import AccountNotice, KnownPlace, OpenSession, PasswordLink, RecoveryCode, StepUpChallenge
from apps.access.services.purging import sign_in_traces_purge
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.actors import Actor
from tests.factories import World

BELL = Actor.service("access")
MODELS = (AccountNotice, KnownPlace, OpenSession, PasswordLink, RecoveryCode, StepUpChallenge)


def leave(world: World, days: int) -> None:
    """Leave one trace of each kind that was over so many days ago."""
    person, over = world.okafor, clock.now() - timedelta(days=days)
    own = {"person": person, "organization": world.cedar}
    StepUpChallenge.objects.create(
        person=person, object_type="sign_in", object_id="x", nonce="n", challenge=f"c{days}", host="h", origin="o",
        expires_at=over,
    )  # fmt: skip
    OpenSession.objects.create(
        session_key=f"s{days}", session_data="", person=person, ended_at=over, expire_date=clock.now()
    )
    PasswordLink.objects.create(**own, made_by=world.admin, token_sha256=f"t{days}", expires_at=over)
    RecoveryCode.objects.create(**own, code_sha256=f"r{days}", used_at=over)
    KnownPlace.objects.create(person=person, place_sha256=f"p{days}", last_used_at=over)
    AccountNotice.objects.create(**own, kind=next(iter(Notice)).value, read_at=over)


def left() -> list[int]:
    return [model.objects.count() for model in MODELS]


def test_what_is_over_for_long_is_deleted_and_counted_in_one_event(world: World) -> None:
    leave(world, 400)
    leave(world, 1)
    before = left()
    assert sign_in_traces_purge(actor=BELL) == 6
    assert left() == [number - 1 for number in before]
    told = AuditEvent.objects.get(action="sign_in_traces_purged").details
    assert told == {"count": 6, "challenges": 1, "sessions": 1, "password_links": 1, "recovery_codes": 1,
                    "places": 1, "notices": 1}  # fmt: skip


def test_the_second_time_nothing_is_left_to_do_and_nothing_is_recorded(world: World) -> None:
    leave(world, 400)
    sign_in_traces_purge(actor=BELL)
    assert sign_in_traces_purge(actor=BELL) == 0
    assert AuditEvent.objects.filter(action="sign_in_traces_purged").count() == 1


def test_what_still_counts_and_what_nobody_read_yet_stays(world: World) -> None:
    own = {"person": world.okafor, "organization": world.cedar}
    long_ago = clock.now() - timedelta(days=4000)
    code = RecoveryCode.objects.create(**own, code_sha256="unused")
    notice = AccountNotice.objects.create(**own, kind=next(iter(Notice)).value)
    for model, row in ((RecoveryCode, code), (AccountNotice, notice)):
        model.objects.filter(pk=row.pk).update(created_at=long_ago)
    sign_in_traces_purge(actor=BELL)
    assert RecoveryCode.objects.filter(pk=code.pk).exists()
    assert AccountNotice.objects.filter(pk=notice.pk).exists()


def test_without_its_event_nothing_is_deleted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**told: object) -> None:
        raise RuntimeError("The log is away.")

    leave(world, 400)
    before = left()
    monkeypatch.setattr("apps.access.services.purging.event_append", refuse)
    with pytest.raises(RuntimeError), transaction.atomic():
        sign_in_traces_purge(actor=BELL)
    assert left() == before
