"""A release is exactly its parts: the same parts are the same release, one changed part is another."""

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import AuditEvent
from apps.governance.models import Release
from apps.governance.services import release_ensure
from tests.factories import SETUP

PARTS = {
    "backend": "extractive", "model_name": "none", "model_sha256": "", "prompt_version": "extractive-1",
    "index_version": "minilm-1", "redactor_version": "1",
}  # fmt: skip


def test_the_same_parts_give_the_same_release_and_one_event(db: None) -> None:
    first, second = (release_ensure(parts=PARTS, actor=SETUP) for _ in range(2))
    assert first == second
    assert AuditEvent.objects.filter(action="release_registered").count() == 1


@pytest.mark.parametrize("part", PARTS)
def test_one_changed_part_is_another_release(db: None, part: str) -> None:
    first = release_ensure(parts=PARTS, actor=SETUP)
    other = release_ensure(parts=PARTS | {part: "changed"}, actor=SETUP)
    assert other.digest != first.digest
    assert Release.objects.count() == 2


def test_the_database_refuses_two_releases_of_one_digest(db: None) -> None:
    release = release_ensure(parts=PARTS, actor=SETUP)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(digest=release.digest)
