"""Keeps the documents of structured resources in step with the resources that stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import get_default_timezone

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind, SectionKind, SectionSpan
from apps.chart.domain.labels import Labelling, highest, label_resource
from apps.chart.domain.rendering import KINDS_OF_TYPE, PER_PATIENT, Fact, StoredResource, facts_of, lay_out, title_of
from apps.chart.domain.rendering.conditions import allergies_not_recorded
from apps.chart.models import Patient, ResourceVersion, SourceDocument
from apps.chart.services.documents import DocumentDraft

# A kind, an encounter's id, "day/2026-06-12" or nothing for the whole patient, and the labels its lines share: what is
# sensitive stands in a document of its own, so that the rest of a list shows to whoever may not see it (F12).
Group = tuple[DocumentKind, str, tuple[str, ...]]
WITHDRAWN = "Nothing is recorded here any more: what stood here was withdrawn by its sender."
PER_ENCOUNTER_TYPES = tuple(sorted(t for t, kinds in KINDS_OF_TYPE.items() if not kinds <= PER_PATIENT))


@dataclass
class Touched:
    """What changed in one chart: types of resources, and the encounters they belong to (None: to none)."""

    patient: Patient
    is_new: bool = False
    types: set[str] = field(default_factory=set)
    encounters: set[UUID | None] = field(default_factory=set)
    stored: list[StoredResource] = field(default_factory=list)  # all there is, for a patient that is new

    def kinds(self) -> set[DocumentKind]:
        return {kind for type_ in self.types for kind in KINDS_OF_TYPE.get(type_, ())}


def drafts_for(touched: Touched) -> list[DocumentDraft]:
    """Return the documents of the touched groups as they should stand now, withdrawn ones included."""
    resources = touched.stored if touched.is_new else list(_load(touched))
    kinds = touched.kinds()
    groups: dict[Group, list[Fact]] = defaultdict(list)
    labellings: dict[Group, list[Labelling]] = defaultdict(list)
    for resource in resources:
        labelling = label_resource(resource.body)
        for fact in facts_of(resource):
            if fact.kind in kinds:
                group = (*_group(fact), labelling.labels)
                groups[group].append(fact)
                labellings[group].append(labelling)
    if DocumentKind.ALLERGY_LIST in kinds and DocumentKind.ALLERGY_LIST not in {kind for kind, _, _ in groups}:
        patient = StoredResource("Patient", touched.patient.source_id, {})
        groups[DocumentKind.ALLERGY_LIST, "", ()] = [allergies_not_recorded(patient)]
    drafts = [_draft(touched.patient, group, facts, highest(labellings[group])) for group, facts in groups.items()]
    return drafts if touched.is_new else [*drafts, *_withdrawn(touched, drafts)]


def _group(fact: Fact) -> tuple[DocumentKind, str]:
    if fact.kind in PER_PATIENT:
        return fact.kind, ""
    return fact.kind, fact.scope or f"day/{fact.at[:10]}"


def _series(patient: Patient, group: Group) -> str:
    kind, scope, labels = group
    apart = f"/labelled/{'+'.join(labels)}" if labels else ""
    if not scope:
        return f"{kind.value}/{patient.pk}{apart}"
    return (f"{kind.value}/{patient.pk}/{scope}" if scope.startswith("day/") else f"{kind.value}/{scope}") + apart


def _draft(patient: Patient, group: Group, facts: Sequence[Fact], labelling: Labelling) -> DocumentDraft:
    kind, scope, _ = group
    days = sorted(fact.at[:10] for fact in facts if fact.at)
    day = fhir.period_words({"start": days[0], "end": days[-1]}) if scope and days else ""
    rendering = lay_out(title_of(kind, day), facts)
    return DocumentDraft(
        patient.pk, _series(patient, group), kind, title_of(kind, day), rendering.text,
        UUID(scope) if scope and not scope.startswith("day/") else None,
        dated_at=fhir.parse_moment(rendering.latest, get_default_timezone()), source_status="current",
        structured=True, lines=rendering.lines, sections=rendering.sections, labelling=labelling,
    )  # fmt: skip


def _load(touched: Touched) -> Iterator[StoredResource]:
    types = touched.types
    per_encounter = types & set(PER_ENCOUNTER_TYPES)
    # Results, vital signs and procedures are grouped together, whichever of their types has changed.
    scoped = Q(resource_type__in=PER_ENCOUNTER_TYPES if per_encounter else ()) & _in_encounters(touched.encounters)
    whole = Q(resource_type__in=types - per_encounter)
    lists = {kind for type_ in types - per_encounter for kind in KINDS_OF_TYPE.get(type_, ())}
    whole |= Q(resource_type__in=[t for t, kinds in KINDS_OF_TYPE.items() if kinds & lists and kinds <= PER_PATIENT])
    found = ResourceVersion.objects.filter(whole | scoped, patient=touched.patient, current=True, understood=True)
    columns = (
        "organization_id",
        "patient_id",
        "resource_type",
        "source_id",
        "body_sealed",
        "names_sealed",
        "encounter_id",
    )
    for row in found.only(*columns).iterator(chunk_size=1000):
        yield StoredResource(row.resource_type, row.source_id, row.body, row.names, str(row.encounter_id or ""))


def _in_encounters(encounters: Iterable[UUID | None]) -> Q:
    named = [encounter for encounter in encounters if encounter]
    return Q(encounter_id__in=named) | Q(encounter_id=None) if None in encounters else Q(encounter_id__in=named)


def _withdrawn(touched: Touched, drafts: Iterable[DocumentDraft]) -> Iterator[DocumentDraft]:
    """Yield an empty version for every touched document whose last fact is gone."""
    standing = {draft.series for draft in drafts}
    lists = [kind.value for kind in touched.kinds() & PER_PATIENT]
    scoped = [kind.value for kind in touched.kinds() - PER_PATIENT]
    found = SourceDocument.objects.filter(
        Q(kind__in=lists) | (Q(kind__in=scoped) & _in_encounters(touched.encounters)),
        patient=touched.patient, structured=True, current=True,
    ).exclude(series__in=standing)  # fmt: skip
    for document in found:
        text = f"{document.title}\n\n{WITHDRAWN}\n"
        start = text.index(WITHDRAWN)
        section = SectionSpan(SectionKind.OTHER, "", start, start + len(WITHDRAWN))
        yield DocumentDraft(
            touched.patient.pk, document.series, DocumentKind(document.kind), document.title, text,
            document.encounter_id,
            dated_at=document.dated_at, source_status="entered-in-error", structured=True, sections=[section],
            labelling=Labelling(document.confidentiality, tuple((a, b, c) for a, b, c in document.label_basis)),
        )  # fmt: skip
