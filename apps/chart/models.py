"""The record: patients, encounters, resources as received, documents in immutable versions."""

from typing import ClassVar

from django.db import models

from apps.access.domain.roles import PatientPermission
from apps.access.guardian import PersonGrantBase, TeamGrantBase
from apps.access.models import Organization
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.core.models import Record


class Patient(Record):
    """One person in one organization's records, known by the sending system's id."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="patients")
    source_system = models.CharField(max_length=200)
    source_id = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=20, blank=True)
    mrn = models.CharField(max_length=100, blank=True)
    deceased = models.BooleanField(default=False)
    body = models.JSONField()  # the newest FHIR Patient, whole: source of every known identifier
    # Names and member ids that other resources of this patient brought: [[IdentifierKind, text], ...] in order.
    mentions = models.JSONField(default=list)
    destroyed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "source_system", "source_id"], name="patient_source_unique")
        ]
        permissions: ClassVar[list[tuple[str, str]]] = [  # type: ignore[assignment]
            (permission.value, permission.name.replace("_", " ").capitalize()) for permission in PatientPermission
        ]


class PatientPersonGrant(PersonGrantBase):
    """One person's right on one patient."""

    allowed_permissions = frozenset(p.value for p in PatientPermission)
    content_object = models.ForeignKey(Patient, on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "permission", "content_object"], name="person_grant_is_given_once")
        ]


class PatientTeamGrant(TeamGrantBase):
    """One care team's right on one patient."""

    allowed_permissions = frozenset(p.value for p in PatientPermission)
    content_object = models.ForeignKey(Patient, on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "permission", "content_object"], name="team_grant_is_given_once")
        ]


class Encounter(Record):
    """A visit, a call, a stay."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="encounters")
    source_system = models.CharField(max_length=200)
    source_id = models.CharField(max_length=200)
    status = models.CharField(max_length=40)
    kind = models.CharField(max_length=300, blank=True)  # the sender's words, e.g. "Office visit"
    class_code = models.CharField(max_length=20, blank=True)  # v3-ActCode: AMB, EMER, IMP, VR ...
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    provider = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-started_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "source_system", "source_id"], name="encounter_source_unique"
            )
        ]


class ResourceVersion(Record):
    """One version of one resource exactly as received; what nobody understands yet is kept here too (F11)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, null=True, related_name="resources")
    encounter = models.ForeignKey(Encounter, on_delete=models.SET_NULL, null=True)
    message_id = models.UUIDField()  # the InboundMessage it came in
    source_system = models.CharField(max_length=200)
    resource_type = models.CharField(max_length=64)
    source_id = models.CharField(max_length=200)
    version_id = models.CharField(max_length=64, blank=True)
    last_updated = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64)
    body = models.JSONField()
    # What its references are called where they do not say so themselves: {"Practitioner/x": "Dr. Ana Ruiz"}.
    names = models.JSONField(default=dict)
    understood = models.BooleanField(default=True)
    current = models.BooleanField(default=True)  # the one column that moves: a later version takes it over
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "source_system", "resource_type", "source_id", "sha256"],
                name="resource_version_unique",
            ),
            models.UniqueConstraint(
                fields=["organization", "source_system", "resource_type", "source_id"],
                condition=models.Q(current=True),
                name="resource_has_one_current_version",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "resource_type", "current"])]


class SourceDocument(Record):
    """One immutable version of one citable text. A citation points here: sha256 + character span.

    ``series`` names the document through its versions: ``DocumentReference/<id>`` for a note,
    ``<kind>/<encounter or patient>`` for a rendering of structured resources.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="documents")
    encounter = models.ForeignKey(Encounter, on_delete=models.SET_NULL, null=True, related_name="documents")
    source_system = models.CharField(max_length=200)
    series = models.CharField(max_length=300)
    version = models.PositiveIntegerField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    kind = models.CharField(max_length=30, choices=DocumentKind.choices())
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=40, blank=True)  # LOINC document type
    author = models.CharField(max_length=300, blank=True)
    author_role = models.CharField(max_length=100, blank=True)
    dated_at = models.DateTimeField(null=True)  # when it was written or observed, by the sender
    source_status = models.CharField(max_length=40, blank=True)  # current, superseded, entered-in-error ...
    structured = models.BooleanField(default=False)
    message_id = models.UUIDField(null=True, db_index=True)  # the InboundMessage that brought this version
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    lines = models.JSONField(
        default=list
    )  # structured: [{"start", "end", "resource": "Observation/x", "pointer": "/valueQuantity"}]
    current = models.BooleanField(default=True)  # moves to the next version when one arrives
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["-dated_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "source_system", "series", "version"], name="document_version_unique"
            ),
            models.UniqueConstraint(
                fields=["organization", "source_system", "series"],
                condition=models.Q(current=True),
                name="document_has_one_current_version",
            ),
            models.CheckConstraint(
                condition=models.Q(version=1, replaces=None) | models.Q(version__gt=1, replaces__isnull=False),
                name="document_later_version_replaces_one",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "current", "-dated_at"])]


class Section(Record):
    """A titled part of a document: [start, end) in its text, in code points."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="sections")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, choices=SectionKind.choices())
    title = models.CharField(max_length=300, blank=True)
    start = models.PositiveIntegerField()  # of the body, after the header
    end = models.PositiveIntegerField()
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["document", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "ordinal"], name="section_ordinal_unique"),
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="section_span_is_forward"),
        ]
