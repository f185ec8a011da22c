"""Loading policy files from outside the pages: as a fixture of a demo, or in the names of two people."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.core.actors import Actor
from apps.coverage.domain.errors import PolicyChanged, PolicyRefused
from apps.coverage.domain.exporting import body_of
from apps.coverage.domain.status import Origin, PolicyStatus
from apps.coverage.domain.tree import PolicyFile, parse
from apps.coverage.models import CoveragePolicy
from apps.coverage.services.deciding import policy_submit, policy_validate
from apps.coverage.services.rows import columns, criteria_store, record
from apps.coverage.services.writing import policy_import

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def policy_load(*, body: Any, actor: Actor) -> CoveragePolicy:
    """Store a version as a fixture that every organization may use, or return the one stored before.

    For a demo, a bench or a test: it says of itself that nobody validated it, and no person loads one. Raises
    PolicyInvalid (a sentence naming the node), PolicyChanged (same version, other contents) and PolicyRefused.
    """
    if actor.kind != "service":
        raise PolicyRefused("A fixture is loaded by the workbench itself. People import a policy, others validate it.")
    policy_file = parse(body)
    policy, created = CoveragePolicy.objects.get_or_create(
        organization=None,
        policy_id=policy_file.policy_id,
        version=policy_file.version,
        defaults={**columns(policy_file, body), "status": PolicyStatus.VALIDATED, "origin": Origin.FIXTURE},
    )
    if created:
        criteria_store(policy, policy_file.root)
        record(policy, Action.POLICY_LOADED, actor, origin=Origin.FIXTURE)
    else:
        _check_same(policy, policy_file)
    return policy


@transaction.atomic
def policy_adopt(*, body: Any, uploader: "Person", validator: "Person", actor: Actor) -> CoveragePolicy:
    """Store a version for the organization of two people, one who uploads and another who validates it.

    For files that were read and validated before they came here. Raises as ``policy_import`` and ``policy_validate``.
    """
    policy_file = parse(body)
    known = CoveragePolicy.objects.filter(
        organization=uploader.organization_id, policy_id=policy_file.policy_id, version=policy_file.version
    ).first()
    if known is not None and known.status == PolicyStatus.VALIDATED:
        _check_same(known, policy_file)
        return known
    policy = policy_import(body=body, person=uploader, actor=actor)
    policy_submit(policy=policy, person=uploader, actor=actor)
    return policy_validate(policy=policy, seen=policy.sha256, person=validator, actor=actor)


def _check_same(policy: CoveragePolicy, policy_file: PolicyFile) -> None:
    if body_of(parse(policy.body)) != body_of(policy_file):
        raise PolicyChanged(
            f"{policy} is already loaded with other contents. A version is never rewritten: give the file a new "
            "version."
        )
