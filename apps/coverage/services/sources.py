"""The payer's own document beside a version, and versions given out as files."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.coverage.domain.errors import PolicyRefused
from apps.coverage.domain.exporting import text_of
from apps.coverage.domain.status import PolicyStatus
from apps.coverage.domain.tree import parse
from apps.coverage.models import CoveragePolicy, PolicySource
from apps.coverage.services.rows import record

if TYPE_CHECKING:
    from apps.access.models import Person

LARGEST_SOURCE = 20 * 1024 * 1024  # bytes
MEDIA_TYPES = {
    ".pdf": "application/pdf", ".json": "application/json", ".txt": "text/plain", ".html": "text/html",
    ".htm": "text/html", ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


@transaction.atomic
def policy_source_attach(
    *, policy: CoveragePolicy, name: str, content: bytes, person: "Person", actor: Actor
) -> PolicySource:
    """Keep the payer's own document with a version. A draft's may be replaced, any other is attached once.

    Raises NotAllowed, and PolicyRefused for a kind of file or a size that is not taken.
    """
    check_may(person, Permission.WRITE_POLICIES)
    held = CoveragePolicy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if held.organization_id != person.organization_id:
        raise PolicyRefused(f"{held} belongs to every organization: begin a version of your own from it instead.")
    media_type = _media_type(name, content)
    standing = PolicySource.objects.filter(policy=held)
    if held.status != PolicyStatus.DRAFT and standing.exists():
        raise PolicyRefused(f"{held} has its source already, and it is no draft any more. Nothing was changed.")
    standing.delete()
    source = PolicySource.objects.create(
        policy=held, name=name.rpartition("/")[2][-200:], media_type=media_type, sha256=sha256_hex(content),
        size=len(content), content=content, attached_by=person,
    )  # fmt: skip
    record(held, Action.POLICY_SOURCE_ATTACHED, actor, source_sha256=source.sha256)
    return source


def _media_type(name: str, content: bytes) -> str:
    ending = "." + name.lower().rpartition(".")[2]
    if ending not in MEDIA_TYPES:
        raise PolicyRefused(f"A source is a file that ends with one of {', '.join(MEDIA_TYPES)}.")
    if not content or len(content) > LARGEST_SOURCE:
        raise PolicyRefused(f"The file is empty or larger than {LARGEST_SOURCE // 1024 // 1024} MB.")
    if ending == ".pdf" and not content.startswith(b"%PDF-"):
        raise PolicyRefused("The file is called PDF and is none.")
    return MEDIA_TYPES[ending]


@transaction.atomic
def policy_export(*, policy: CoveragePolicy, actor: Actor) -> str:
    """Return a version as a file's text: the same version always gives the same bytes."""
    record(policy, Action.POLICY_EXPORTED, actor)
    return text_of(parse(policy.body))
