"""The record: patients, encounters, resources as received, documents in immutable versions.

What names a person or tells of them stands in columns sealed under the patient's data key (decision 0011); the property
beside each opens it. What the database has to search by equality has a blind index.
"""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from apps.access.domain.roles import PatientPermission
from apps.access.guardian import PersonGrantBase, TeamGrantBase
from apps.access.models import Organization
from apps.chart.domain.delegation import LONGEST_DELEGATION, DelegationReason, GrantReason
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.domain.identity.comparing import Verdict
from apps.chart.domain.identity.settling import SettlingReason
from apps.core.crypto.sealed import sealed_date, sealed_json, sealed_text
from apps.core.models import Record

INDEX_LENGTH = 64  # hex digits of a blind index


class Patient(Record):
    """One person in one organization's records, known by the sending system's id."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="patients")
    source_system = models.CharField(max_length=200)
    source_id = models.CharField(max_length=200)
    sex = models.CharField(max_length=20, blank=True)
    deceased = models.BooleanField(default=False)
    is_test = models.BooleanField(default=False)  # by its sender's label HTEST; never mixed with real patients (F16)
    family_name_sealed = models.BinaryField()
    given_name_sealed = models.BinaryField()
    birth_date_sealed = models.BinaryField()
    mrn_sealed = models.BinaryField()
    body_sealed = models.BinaryField()
    mentions_sealed = models.BinaryField()
    # Blind indexes (chart.indexes): of each word of the names, of the MRN, of the birth date.
    name_index = ArrayField(models.CharField(max_length=INDEX_LENGTH), default=list)
    mrn_index = models.CharField(max_length=INDEX_LENGTH, blank=True)
    birth_date_index = models.CharField(max_length=INDEX_LENGTH, blank=True)

    family_name = sealed_text("family_name_sealed", subject="pk")
    given_name = sealed_text("given_name_sealed", subject="pk")
    birth_date = sealed_date("birth_date_sealed", subject="pk")
    mrn = sealed_text("mrn_sealed", subject="pk")
    # The newest FHIR Patient, whole: source of every known identifier.
    body = sealed_json("body_sealed", subject="pk")
    # Names and member ids that other resources of this patient brought: [[IdentifierKind, text], ...] in order.
    mentions = sealed_json("mentions_sealed", subject="pk")
    destroyed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "source_system", "source_id"], name="patient_source_unique")
        ]
        indexes: ClassVar = [
            GinIndex(fields=["name_index"], name="patient_name_index"),
            models.Index(fields=["organization", "mrn_index"], name="patient_mrn_index"),
            models.Index(fields=["organization", "birth_date_index"], name="patient_birth_date_index"),
        ]
        permissions: ClassVar[list[tuple[str, str]]] = [  # type: ignore[assignment]
            (permission.value, permission.name.replace("_", " ").capitalize()) for permission in PatientPermission
        ]


class PatientPersonGrant(PersonGrantBase):
    """One person's right on one patient, until it expires where it does."""

    allowed_permissions = frozenset(p.value for p in PatientPermission)
    content_object = models.ForeignKey(Patient, on_delete=models.CASCADE)
    given_at = models.DateTimeField(null=True)  # null: of before it was kept
    expires_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, choices=[(it.value, it.label) for it in GrantReason])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "permission", "content_object"], name="person_grant_is_given_once")
        ]


class PatientTeamGrant(TeamGrantBase):
    """One care team's right on one patient, until it expires where it does."""

    allowed_permissions = frozenset(p.value for p in PatientPermission)
    content_object = models.ForeignKey(Patient, on_delete=models.CASCADE)
    given_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True, choices=[(it.value, it.label) for it in GrantReason])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "permission", "content_object"], name="team_grant_is_given_once")
        ]


class Delegation(Record):
    """A colleague reviews in a physician's absence: one patient, or all of theirs. Only its end is ever written later.

    It brings what the physician's own lasting grants bring at that moment, never a signature (decision 0055).
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    from_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=40, choices=[(it.value, it.label) for it in DelegationReason])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-starts_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    ends_at__gt=models.F("starts_at"), ends_at__lte=models.F("starts_at") + LONGEST_DELEGATION
                ),
                name="delegation_lasts_a_month_at_most",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_person=models.F("to_person")), name="delegation_is_to_somebody_else"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to_person"], condition=models.Q(ended_at=None), name="delegation_open_to_person")
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
    provider_sealed = models.BinaryField()

    provider = sealed_text("provider_sealed", subject="patient_id")

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
    body_sealed = models.BinaryField()
    names_sealed = models.BinaryField()
    # Blind indexes of its identifiers, with and without their system (chart.indexes).
    identifier_index = ArrayField(models.CharField(max_length=INDEX_LENGTH), default=list)
    relates = models.BooleanField(default=False)  # it says that it replaces or amends another one
    understood = models.BooleanField(default=True)
    current = models.BooleanField(default=True)  # the one column that moves: a later version takes it over
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    body = sealed_json("body_sealed", subject="key_subject")
    # What its references are called where they do not say so themselves: {"Practitioner/x": "Dr. Ana Ruiz"}.
    names = sealed_json("names_sealed", subject="key_subject")

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
        indexes: ClassVar = [
            models.Index(fields=["patient", "resource_type", "current"]),
            GinIndex(fields=["identifier_index"], name="resource_identifier_index"),
        ]

    @property
    def key_subject(self) -> UUID:
        """Return whose key seals it: its patient's, or its organization's when it belongs to no patient."""
        return self.patient_id or self.organization_id


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
    title_sealed = models.BinaryField()
    code = models.CharField(max_length=40, blank=True)  # LOINC document type
    author_sealed = models.BinaryField()
    author_role = models.CharField(max_length=100, blank=True)
    dated_at = models.DateTimeField(null=True)  # when it was written or observed, by the sender
    source_status = models.CharField(max_length=40, blank=True)  # current, superseded, entered-in-error ...
    structured = models.BooleanField(default=False)
    message_id = models.UUIDField(null=True, db_index=True)  # the InboundMessage that brought this version
    text_sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)  # of the text: what a citation is bound to
    lines = models.JSONField(
        default=list
    )  # structured: [{"start", "end", "resource": "Observation/x", "pointer": "/valueQuantity"}]
    # Sensitivity, not words: it may change while the text stands. Labels are those of access.domain.labels; the basis
    # of each is [label, the sender's code, "received" or "derived:<rule id>"].
    confidentiality = models.CharField(max_length=1, default="N")  # v3-Confidentiality
    labels = ArrayField(models.CharField(max_length=40), default=list)
    label_basis = models.JSONField(default=list)
    # Whose page it says it is, held against its patient (decision 0023); the verdict moves while the text stands.
    identity = models.CharField(max_length=10, blank=True, choices=[(it.value, it.value) for it in Verdict])
    identity_differs = ArrayField(models.CharField(max_length=20), default=list)  # parts: name, birth_date, identifier
    identity_reader = models.CharField(max_length=40, blank=True)  # which reader looked; empty: to be looked at again
    # Names another person and nobody settled it: shown, and no evidence for anything.
    set_aside = models.BooleanField(default=False)
    claims_sealed = models.BinaryField(default=b"")  # what its envelope (C-CDA) says of its patient; empty without one
    current = models.BooleanField(default=True)  # moves to the next version when one arrives
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    title = sealed_text("title_sealed", subject="patient_id")
    author = sealed_text("author_sealed", subject="patient_id")
    text = sealed_text("text_sealed", subject="patient_id")
    claims = sealed_json("claims_sealed", subject="patient_id")

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


class ConsentRecord(Record):
    """What a patient agreed in writing may leave of the restricted part of their record, to whom and until when.

    ``recipient`` empty: whoever treats, pays or runs the care (a single consent, 42 CFR 2.31(a)(4)(i)). Never changed
    but once, when it is revoked.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="consents")
    labels = ArrayField(models.CharField(max_length=40))
    recipient_sealed = models.BinaryField()
    kept_sealed = models.BinaryField()  # where the signed form is
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    recipient = sealed_text("recipient_sealed", subject="patient_id")
    kept = sealed_text("kept_sealed", subject="patient_id")

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="consent_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="consent_is_revoked_by_somebody",
            ),
        ]


class IdentitySettlement(Record):
    """A physician's word on a document whose header names another person. Never changed; the latest one counts."""

    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="settlements")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    belongs = models.BooleanField()  # False: set aside again, an earlier word is taken back
    reason = models.CharField(max_length=30, choices=[(reason.value, reason.label) for reason in SettlingReason])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["created_at", "id"]


class Section(Record):
    """A titled part of a document: [start, end) in its text, in code points."""

    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="sections")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, choices=SectionKind.choices())
    title_sealed = models.BinaryField()
    start = models.PositiveIntegerField()  # of the body, after the header
    end = models.PositiveIntegerField()
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    title = sealed_text("title_sealed", subject="document.patient_id")

    class Meta:
        ordering: ClassVar = ["document", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "ordinal"], name="section_ordinal_unique"),
            models.CheckConstraint(condition=models.Q(start__lte=models.F("end")), name="section_span_is_forward"),
        ]
