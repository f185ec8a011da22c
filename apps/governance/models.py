"""May the machine run, which machine is it, and what must not, or no longer, be kept."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.governance.domain.releases import PartKind
from apps.governance.domain.scopes import Scope, ScopeKind, name_of


def both_or_neither(by: str, at: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint that who did something and when stand there together, or neither."""
    neither, both = models.Q(**{by: None, at: None}), models.Q(**{f"{by}__isnull": False, f"{at}__isnull": False})
    return models.CheckConstraint(condition=neither | both, name=name)


def confirmed_by_another(*, name: str) -> models.CheckConstraint:
    """Return the constraint that who asked for something is not who confirms it."""
    return models.CheckConstraint(condition=~models.Q(confirmed_by=models.F("asked_by")), name=name)


class KillSwitch(Record):
    """One decision to stop a scope or to let it go on. The newest row of a scope speaks; rows are never changed.

    A person set it, or a part of the workbench that found something wrong (``service``). Nothing goes on again but by a
    request that two people made.
    """

    version = models.PositiveIntegerField()
    scope = models.CharField(max_length=40, default=ScopeKind.ALL, choices=choices_of(ScopeKind))
    subject = models.CharField(max_length=64, blank=True)  # an organization's id, a kind of draft, a release's digest
    stopped = models.BooleanField()
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.CharField(max_length=40, blank=True)
    request = models.OneToOneField("ResumeRequest", on_delete=models.PROTECT, null=True, related_name="switch")

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "subject", "version"], name="kill_switch_version_unique_in_scope"),
            models.CheckConstraint(
                condition=models.Q(scope="all", subject="") | (~models.Q(scope="all") & ~models.Q(subject="")),
                name="kill_switch_names_its_subject",
            ),
            models.CheckConstraint(
                condition=models.Q(set_by__isnull=False, service="") | (models.Q(set_by=None) & ~models.Q(service="")),
                name="kill_switch_set_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(stopped=True) | models.Q(request__isnull=False, set_by__isnull=False),
                name="kill_switch_goes_on_by_request",
            ),
        ]

    @property
    def of(self) -> Scope:
        """What this decision is about."""
        return Scope(ScopeKind(self.scope), self.subject)

    @property
    def name(self) -> str:
        """What this decision is about, as a person reads it."""
        return name_of(self.of)

    @property
    def by(self) -> str:
        """Who decided, by name."""
        return self.set_by.formal_name if self.set_by else f"The workbench ({self.service})"


class ResumeRequest(Record):
    """Somebody asks that what was stopped goes on. It waits for another person, or for whoever withdraws it."""

    scope = models.CharField(max_length=40, choices=choices_of(ScopeKind))
    subject = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField()  # of the stop that it is about
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            confirmed_by_another(name="resume_is_confirmed_by_another"),
            both_or_neither("confirmed_by", "confirmed_at", name="resume_confirmed_both_or_neither"),
            both_or_neither("withdrawn_by", "withdrawn_at", name="resume_withdrawn_both_or_neither"),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(withdrawn_at=None), name="resume_ends_one_way"
            ),
            models.UniqueConstraint(
                fields=["scope", "subject"],
                condition=models.Q(confirmed_at=None, withdrawn_at=None),
                name="one_open_resume_request_of_a_scope",
            ),
        ]

    @property
    def of(self) -> Scope:
        """What is to go on."""
        return Scope(ScopeKind(self.scope), self.subject)


class Release(Record):
    """What read the chart and wrote the draft: everything that decides it, as one digest, and its card as it stood."""

    backend = models.CharField(max_length=40)
    model_name = models.CharField(max_length=200)
    model_sha256 = models.CharField(max_length=64, blank=True)
    tokenizer_sha256 = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=200, blank=True)
    prompt_version = models.CharField(max_length=40)
    prompt_sha256 = models.CharField(max_length=64, blank=True)
    index_version = models.CharField(max_length=80)
    redactor_version = models.CharField(max_length=40)
    code_version = models.CharField(max_length=40, blank=True)
    code_sha256 = models.CharField(max_length=64, blank=True)
    packages_sha256 = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    card = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.model_name} · {self.digest[:8]}"


class ReleasePart(Record):
    """One package, model or file that was part of a release: an entry of its parts list."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=20, choices=choices_of(PartKind))
    name = models.CharField(max_length=300)
    version = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "name", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "kind", "name"], name="part_once_in_a_release")
        ]
        indexes: ClassVar = [models.Index(fields=["name", "version"], name="release_part_by_name")]


class RegisteredModel(Record):
    """A model file somebody answers for. A file with another sha256, or that nobody registered, is not run."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    bytes = models.PositiveBigIntegerField()
    licence = models.CharField(max_length=100)
    card = models.JSONField(default=dict)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class CardFeedback(Record):
    """What somebody who worked with a release says about it, on its model card."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="feedback")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]


class LegalHold(Record):
    """Nothing it covers is purged or destroyed: a whole organization, one patient, or one draft (with its patient)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient_id = models.UUIDField(null=True)
    draft_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft_id=None) | models.Q(patient_id__isnull=False),
                name="hold_of_a_draft_names_its_patient",
            ),
            both_or_neither("lifted_by", "lifted_at", name="hold_lifted_both_or_neither"),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "patient_id"])]


class ShredRequest(Record):
    """One patient's record to be destroyed: asked for by one person, confirmed by another, done in the same act."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient_id = models.UUIDField(unique=True)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            both_or_neither("confirmed_by", "confirmed_at", name="shred_confirmed_both_or_neither"),
            confirmed_by_another(name="shred_is_confirmed_by_another"),
        ]


class LogDestruction(Record):
    """The oldest part of the log to be destroyed, up to an event: asked for by one person, confirmed by another.

    It is done where the key of the log is (``manage.py log_retire``), segment by segment, and finished with the last.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    up_to = models.BigIntegerField()
    count = models.BigIntegerField()  # of events, as it was asked for
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            both_or_neither("confirmed_by", "confirmed_at", name="log_destruction_confirmed_both_or_neither"),
            confirmed_by_another(name="log_destruction_confirmed_by_another"),
            models.CheckConstraint(
                condition=models.Q(finished_at=None) | models.Q(confirmed_at__isnull=False),
                name="log_destruction_finished_once_confirmed",
            ),
            models.UniqueConstraint(
                fields=["up_to"], condition=models.Q(finished_at=None), name="log_destruction_asked_once"
            ),
        ]


class Agreement(Record):
    """A signed agreement (BAA) with whoever runs a host outside the perimeter. Its terms are never changed."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    host = models.CharField(max_length=253)  # as the setting names it, in small letters
    counterparty = models.CharField(max_length=200)
    signed_on = models.DateField()
    expires_on = models.DateField()  # its last day
    data_classes = ArrayField(models.CharField(max_length=40))  # governance.domain.agreements.DATA_CLASSES
    document_sha256 = models.CharField(max_length=64)  # of the signed document, which is kept elsewhere
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(signed_on__lte=models.F("expires_on")), name="agreement_ends_after_it_is_signed"
            ),
            both_or_neither("withdrawn_by", "withdrawn_at", name="agreement_withdrawn_both_or_neither"),
            models.UniqueConstraint(
                fields=["organization", "host", "document_sha256"],
                condition=models.Q(withdrawn_at=None),
                name="agreement_stands_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "host"])]
