"""A release is exactly its parts: the same parts are the same release, one changed part is another."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.models import AuditEvent
from apps.drafting.backends import backend_in_use
from apps.drafting.services.acts import machine_parts
from apps.governance.domain.releases import PART_TITLES, files_digest
from apps.governance.models import Release
from apps.governance.selectors import code_in_use, packages_sha256
from apps.governance.selectors.parts import code_digest
from apps.governance.services import release_ensure
from tests.factories import SETUP

PARTS = {
    "backend": "extractive", "model_name": "none", "model_sha256": "", "tokenizer_sha256": "", "engine": "",
    "prompt_version": "extractive-1", "prompt_sha256": "", "index_version": "minilm-1", "redactor_version": "1",
    "code_version": "0", "code_sha256": "c" * 64, "packages_sha256": "d" * 64,
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


def test_what_would_draft_now_says_every_part_that_has_a_title(db: None) -> None:
    parts = machine_parts(backend_in_use())
    assert set(parts) == set(PART_TITLES) == set(PARTS)
    assert (parts["code_version"], parts["code_sha256"]) == code_in_use()
    assert len(parts["packages_sha256"]) == len(packages_sha256()) == 64


def test_a_release_keeps_the_parts_list_of_the_process_that_made_it(db: None) -> None:
    release = release_ensure(parts=PARTS, actor=SETUP)
    kept = {(part.kind, part.name): part for part in release.parts.all()}
    assert kept["package", "django"].version.startswith("5.2.")
    assert len(kept["model", "all-MiniLM-L6-v2"].sha256) == 64
    assert len(kept["data", "apps/redaction/data/cities.txt"].sha256) == 64


def write(root: Path, name: str, content: bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_one_changed_byte_of_the_application_is_another_application(tmp_path: Path) -> None:
    write(tmp_path, "apps/one/code.py", b"x = 1\n")
    write(tmp_path, "workbench/two.txt", b"word\n")
    before = code_digest(tmp_path)
    write(tmp_path, "apps/one/__pycache__/code.pyc", b"compiled")
    write(tmp_path, "elsewhere/three.py", b"x = 3\n")
    assert code_digest(tmp_path) == before
    write(tmp_path, "workbench/two.txt", b"werd\n")
    assert code_digest(tmp_path) != before


@given(st.dictionaries(st.text(min_size=1), st.binary(), min_size=1), st.randoms(use_true_random=False))
def test_the_digest_of_files_does_not_depend_on_their_order(files: dict[str, bytes], random) -> None:
    shuffled = list(files.items())
    random.shuffle(shuffled)
    assert files_digest(shuffled) == files_digest(files.items())
