"""Writing draft versions: imported, begun from another version, changed node by node, discarded."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.core.actors import Actor
from apps.coverage.domain.errors import PolicyChanged, PolicyRefused
from apps.coverage.domain.exporting import body_of
from apps.coverage.domain.status import PolicyStatus
from apps.coverage.domain.tree import PolicyFile, parse
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors import policies_readable_by
from apps.coverage.services.rows import columns, criteria_store, record

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def policy_import(*, body: Any, person: "Person", actor: Actor, form: str = "policy") -> CoveragePolicy:
    """Store a file as a draft version of the person's organization. ``form`` says what it was made from.

    Raises NotAllowed, PolicyInvalid (a sentence naming the node) and PolicyChanged when the version is known already.
    """
    check_may(person, Permission.WRITE_POLICIES)
    policy_file = parse(body)
    _check_new(policy_file.policy_id, policy_file.version, person)
    try:
        with transaction.atomic():
            policy = CoveragePolicy.objects.create(
                organization_id=person.organization_id, policy_id=policy_file.policy_id, version=policy_file.version,
                uploaded_by=person, **columns(policy_file, body),
            )  # fmt: skip
    except IntegrityError:  # somebody stored it between the look and the act
        raise _known(policy_file.policy_id, policy_file.version) from None
    policy.authors.add(person)
    criteria_store(policy, policy_file.root)
    record(policy, Action.POLICY_UPLOADED, actor, form=form)
    return policy


@transaction.atomic
def policy_version_begin(
    *, policy: CoveragePolicy, version: str, start: date, person: "Person", actor: Actor
) -> CoveragePolicy:
    """Begin a draft version from another one, which stays as it is. Raises as ``policy_import``."""
    body = body_of(replace(parse(policy.body), version=version.strip(), effective_start=start, effective_end=None))
    return policy_import(body=body, person=person, actor=actor, form="version")


@transaction.atomic
def policy_edit(
    *, policy: CoveragePolicy, new: PolicyFile, seen: str, person: "Person", actor: Actor
) -> CoveragePolicy:
    """Write a draft version as it now reads; ``seen`` is the sha256 of what the person saw when they began.

    Raises NotAllowed, PolicyRefused (no draft any more, or somebody else changed it meanwhile), PolicyInvalid.
    """
    check_may(person, Permission.WRITE_POLICIES)
    held = held_for(policy, person, PolicyStatus.DRAFT, "changed")
    if held.sha256 != seen:
        raise PolicyRefused(
            "Somebody changed this draft meanwhile. What you typed is kept below; look, and save again."
        )
    body = body_of(new)
    checked = parse(body)
    if (checked.policy_id, checked.version) != (held.policy_id, held.version):
        _check_new(checked.policy_id, checked.version, person)
    for name, value in {**columns(checked, body), "policy_id": checked.policy_id, "version": checked.version}.items():
        setattr(held, name, value)
    held.save()
    held.authors.add(person)
    criteria_store(held, checked.root)
    record(held, Action.POLICY_EDITED, actor, before=seen)
    return held


@transaction.atomic
def policy_discard(*, policy: CoveragePolicy, person: "Person", actor: Actor) -> None:
    """Delete a draft version that nobody needs. Raises NotAllowed, PolicyRefused."""
    check_may(person, Permission.WRITE_POLICIES)
    held = held_for(policy, person, PolicyStatus.DRAFT, "discarded")
    record(held, Action.POLICY_DISCARDED, actor)
    held.delete()


def held_for(policy: CoveragePolicy, person: "Person", status: PolicyStatus, done: str) -> CoveragePolicy:
    """Return the version locked, when it is the person's organization's and in that state. Raises PolicyRefused."""
    held = CoveragePolicy.objects.select_for_update(of=("self",)).filter(pk=policy.pk).first()
    if held is None:
        raise PolicyRefused("This version was discarded meanwhile. Nothing was changed.")
    if held.organization_id != person.organization_id:
        raise PolicyRefused(f"{held} belongs to every organization: begin a version of your own from it instead.")
    if held.status != status:
        now = held.get_status_display().lower()
        raise PolicyRefused(f"{held} is {now} now and cannot be {done}. Nothing was changed.")
    return held


def _check_new(policy_id: str, version: str, person: "Person") -> None:
    if policies_readable_by(person).filter(policy_id=policy_id, version=version).exists():
        raise _known(policy_id, version)


def _known(policy_id: str, version: str) -> PolicyChanged:
    return PolicyChanged(
        f"{policy_id} version {version} is here already. A version is never rewritten: name a new one."
    )
