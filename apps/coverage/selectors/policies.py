"""Reading coverage policies: those of every organization, and an organization's own."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.coverage.domain.codes import SERVICE_SYSTEMS, CodeRange, PolicyCode, covers, split_service
from apps.coverage.domain.days import day_words, in_force_words
from apps.coverage.domain.errors import PolicyNotFound
from apps.coverage.domain.status import READABLE_AS_LAW, PolicyStatus
from apps.coverage.models import CoveragePolicy, Criterion, PolicySource

if TYPE_CHECKING:
    from uuid import UUID

    from apps.access.models import Person

# The latest start counts; of two with one start the organization's own.
NEWEST = ("-effective_start", F("organization").asc(nulls_last=True), "-created_at")


@dataclass(frozen=True, slots=True)
class CriterionNode:
    """A criterion with the criteria under it, in the policy's order."""

    criterion: Criterion
    children: tuple["CriterionNode", ...]


def policies_loaded() -> QuerySet[CoveragePolicy]:
    """Return every version that a letter may rest on, retired ones too, newest version of a policy first."""
    return CoveragePolicy.objects.filter(status__in=READABLE_AS_LAW).order_by(
        "payer", "policy_id", "-effective_start", "-version"
    )


def policies_readable_by(person: "Person") -> QuerySet[CoveragePolicy]:
    """Return every version that the person's organization sees: its own, drafts too, and those of all."""
    return CoveragePolicy.objects.filter(_of(person.organization_id))


def access_policy(person: "Person", pk: "UUID") -> CoveragePolicy:
    """Return one version, or raise 404: another organization's does not exist for them."""
    people = ("uploaded_by", "validated_by", "sent_back_by", "retiring_by", "retired_by")
    return get_object_or_404(
        policies_readable_by(person).select_related("source", *people).defer("source__content"), pk=pk
    )


def source_of(policy: CoveragePolicy) -> PolicySource | None:
    """Return the payer's own document of a version, its bytes too; None where none is attached."""
    return PolicySource.objects.filter(policy=policy).first()


def policies_in_force(on: date | Combinable, organization_id: "UUID | None" = None) -> QuerySet[CoveragePolicy]:
    """Return the validated versions in force on a day, by payer and title: what a new request may name."""
    return _usable(organization_id).filter(_in_force(on)).order_by("payer", "title", "version")


def policies_offered(on: date, organization_id: "UUID | None" = None) -> QuerySet[CoveragePolicy]:
    """Return, of each policy, the one version that a request with this date of service names."""
    newest: dict[tuple[str, str], UUID] = {}
    for row in policies_in_force(on, organization_id).order_by(*NEWEST).only("pk", "payer", "policy_id"):
        newest.setdefault((row.payer, row.policy_id), row.pk)
    return policies_in_force(on, organization_id).filter(pk__in=newest.values())


def policies_namable(organization_id: "UUID | None" = None) -> QuerySet[CoveragePolicy]:
    """Return every validated version, of whatever days."""
    return _usable(organization_id)


def version_of_day(policy: CoveragePolicy, on: date, code: str, organization_id: "UUID") -> CoveragePolicy:
    """Return the version that counts on a date of service in the place of the one that was chosen.

    Of the same policy; where none of it is in force, the payer's policy that speaks of the code (such as
    ``HCPCS J0139``) then. Raises PolicyNotFound.
    """
    same = policies_in_force(on, organization_id).filter(policy_id=policy.policy_id, payer=policy.payer)
    if found := same.order_by(*NEWEST).first():
        return found
    if not code.strip():
        raise PolicyNotFound(f"No version of policy {policy.policy_id} is in force on {day_words(on)}.")
    system, bare = split_service(code)
    return policy_for(bare, policy.payer, on, organization_id=organization_id, system=system)


def policy_get(policy_id: str, version: str | None = None, organization_id: "UUID | None" = None) -> CoveragePolicy:
    """Return one version, or the one with the latest start when none is named. Raises PolicyNotFound."""
    rows = CoveragePolicy.objects.filter(_of(organization_id), policy_id=policy_id, status__in=READABLE_AS_LAW)
    found = (rows.filter(version=version) if version else rows).order_by(*NEWEST).first()
    if found is None:
        raise PolicyNotFound(f"No policy {policy_id}{f' version {version}' if version else ''} is loaded.")
    return found


def policy_current(policy_id: str, on: date, organization_id: "UUID | None" = None) -> CoveragePolicy:
    """Return the version in force on a day. Raises PolicyNotFound."""
    found = policies_in_force(on, organization_id).filter(policy_id=policy_id).order_by(*NEWEST).first()
    if found is None:
        raise PolicyNotFound(f"No version of policy {policy_id} is in force on {on.day} {on:%b %Y}.")
    return found


def policy_for(
    code: str, payer: str, on: date, *, organization_id: "UUID | None" = None, system: str = ""
) -> CoveragePolicy:
    """Return the version that covers a code of a payer on the date of service. Raises PolicyNotFound.

    Where two different policies speak of the code, none is chosen: the sentence names them.
    """
    rows = policies_in_force(on, organization_id).filter(payer__iexact=payer.strip()).order_by(*NEWEST)
    newest: dict[str, CoveragePolicy] = {}
    for row in rows:
        newest.setdefault(row.policy_id, row)
    found = [row for row in newest.values() if code_covered(row, code, system)]
    if len(found) == 1:
        return found[0]
    day = f"{on.day} {on:%b %Y}"
    if found:
        raise PolicyNotFound(f"{len(found)} policies of {payer} speak of {code} on {day}: {_listed(found)}. Name one.")
    raise PolicyNotFound(f"No policy of {payer} in force on {day} speaks of {code}.")


def superseded_by(policy: CoveragePolicy, on: date, organization_id: "UUID | None" = None) -> CoveragePolicy | None:
    """Return the newer version of the same policy that is in force on a day, if there is one."""
    newer = policies_in_force(on, organization_id or policy.organization_id).filter(
        policy_id=policy.policy_id, payer=policy.payer, effective_start__gt=policy.effective_start
    )
    return newer.order_by(*NEWEST).first()


def newer_version(on: date | Combinable, organization_id: "UUID", policy: str = "policy") -> Coalesce:
    """Return the version that is in force on a day in place of an older ``policy`` (a path of the outer query).

    The day may be an expression over the outer query. Empty where there is none. It is asked within the statement that
    it annotates.
    """
    newer = policies_in_force(on, organization_id).filter(
        policy_id=OuterRef(f"{policy}__policy_id"),
        payer=OuterRef(f"{policy}__payer"),
        effective_start__gt=OuterRef(f"{policy}__effective_start"),
    )
    return Coalesce(Subquery(newer.order_by(*NEWEST).values("version")[:1]), Value(""))


def why_not_named(policy: CoveragePolicy, organization_id: "UUID", *, denied_under: bool = False) -> str:
    """Return why a new request of an organization may not name a version, or an empty text.

    What was denied is argued under the version it was denied under (``denied_under``), though that was retired since.
    """
    if policy.organization_id not in {None, organization_id}:
        return "There is no such policy."
    if policy.status == PolicyStatus.VALIDATED or (denied_under and policy.status == PolicyStatus.RETIRED):
        return ""
    return f"{policy} is {policy.get_status_display().lower()}: only a validated version can be named by a new request."


def why_not_on(policy: CoveragePolicy, on: date) -> str:
    """Return why a version does not speak of a date of service, or an empty text."""
    if policy.effective_start <= on and (policy.effective_end is None or on <= policy.effective_end):
        return ""
    told = in_force_words(policy.effective_start, policy.effective_end)
    return f"{policy} is in force {told}; the date of service is {day_words(on)}."


NOT_ASKED = "Nobody asked that it be retired."


def why_not_second(policy: CoveragePolicy, person: "Person") -> str:
    """Return why a person is not the second one, who validates what others wrote, or an empty text."""
    if policy.uploaded_by_id == person.pk or policy.authors.filter(pk=person.pk).exists():
        return "You wrote part of this version. Another person has to validate it."
    return ""


def why_not_retire(policy: CoveragePolicy, person: "Person") -> str:
    """Return why a person does not confirm that a version be retired, or an empty text."""
    asked_by = policy.retiring_by
    if asked_by is None:
        return NOT_ASKED
    if asked_by.pk == person.pk:
        return "You asked that it be retired. Another person has to confirm it."
    if not any(may(one, Permission.VALIDATE_POLICIES) for one in (asked_by, person)):
        return "One of the two who retire a version validates policies. A physician has to confirm it."
    return ""


def code_covered(policy: CoveragePolicy, code: str, system: str = "") -> bool:
    """Return whether a version speaks of a code, by name, by prefix or by range."""
    return covers(_codes(policy), _ranges(policy), code, system)


def names_services(policy: CoveragePolicy) -> tuple[str, ...]:
    """Return the codes and ranges of services that a version names, in its order; none where it names no service."""
    named = [row.code for row in _codes(policy) if row.system in SERVICE_SYSTEMS]
    return (*named, *(row.range for row in _ranges(policy) if row.system in SERVICE_SYSTEMS))


def criteria_tree(policy: CoveragePolicy) -> CriterionNode:
    """Return the whole tree in one query."""
    children: dict[object, list[Criterion]] = {}
    for criterion in policy.criteria.order_by("ordinal"):
        children.setdefault(criterion.parent_id, []).append(criterion)

    def node(criterion: Criterion) -> CriterionNode:
        return CriterionNode(criterion, tuple(node(child) for child in children.get(criterion.pk, ())))

    return node(children[None][0])


def leaves(policy: CoveragePolicy) -> list[Criterion]:
    """Return the payer's sentences in the policy's order."""
    return list(policy.criteria.filter(op="leaf").order_by("ordinal"))


def criteria_by_node(policy: CoveragePolicy) -> dict[str, Criterion]:
    """Return every criterion of a policy by its node id, in the policy's order."""
    return {criterion.node_id: criterion for criterion in policy.criteria.order_by("ordinal")}


def _codes(policy: CoveragePolicy) -> list[PolicyCode]:
    return [PolicyCode(row["system"], row["code"], row.get("display", "")) for row in policy.codes]


def _ranges(policy: CoveragePolicy) -> list[CodeRange]:
    return [CodeRange(row["system"], row["range"], row.get("display", "")) for row in policy.code_ranges]


def _listed(policies: list[CoveragePolicy]) -> str:
    return " and ".join(str(policy) for policy in policies)


def _usable(organization_id: "UUID | None") -> QuerySet[CoveragePolicy]:
    return CoveragePolicy.objects.filter(_of(organization_id), status=PolicyStatus.VALIDATED)


def _of(organization_id: "UUID | None") -> Q:
    """Return the condition that a version is everybody's, or the organization's own."""
    shared = Q(organization=None)
    return shared | Q(organization=organization_id) if organization_id else shared


def _in_force(on: date | Combinable) -> Q:
    return (Q(effective_end=None) | Q(effective_end__gte=on)) & Q(effective_start__lte=on)
