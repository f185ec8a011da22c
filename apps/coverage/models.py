"""Payer coverage policies as versioned criteria trees."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.access.models import Organization
from apps.core.models import Record, choices_of
from apps.coverage.domain.status import Origin, PolicyStatus

UNVALIDATED = [PolicyStatus.DRAFT.value, PolicyStatus.IN_VALIDATION.value]
VALIDATED_BY_NOBODY = [Origin.FIXTURE.value, Origin.BEFORE.value]


class CoveragePolicy(Record):
    """One version of one payer's policy, immutable once it was validated. Not PHI.

    Without an organization it belongs to all of them; otherwise to that of the people who wrote and validated it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    policy_id = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    payer = models.CharField(max_length=200)
    plan = models.CharField(max_length=200, blank=True)
    line_of_business = models.JSONField(default=list)
    effective_start = models.DateField()
    effective_end = models.DateField(null=True)
    codes = models.JSONField(default=list)
    code_ranges = models.JSONField(default=list)
    body = models.JSONField()  # the policy file, whole
    sha256 = models.CharField(max_length=64)

    status = models.CharField(max_length=20, choices=choices_of(PolicyStatus), default=PolicyStatus.DRAFT)
    origin = models.CharField(max_length=10, choices=choices_of(Origin), blank=True)  # empty until it is usable
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Everybody who changed a word of it: none of them validates it.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    validated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    validated_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_back_reason = models.CharField(max_length=500, blank=True)
    # Who asked that it be retired, and why: another person confirms it, or keeps the version.
    retiring_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    retiring_at = models.DateTimeField(null=True)
    retiring_reason = models.CharField(max_length=500, blank=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["policy_id", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "policy_id", "version"], nulls_distinct=False, name="policy_version_unique"
            ),
            models.CheckConstraint(
                condition=Q(validated_by=None) | ~Q(validated_by=F("uploaded_by")),
                name="policy_is_validated_by_another",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=UNVALIDATED, origin="", validated_by=None)
                    | Q(origin__in=VALIDATED_BY_NOBODY, validated_by=None) & ~Q(status__in=UNVALIDATED)
                    | Q(origin=Origin.PEOPLE, uploaded_by__isnull=False, validated_by__isnull=False,
                        validated_at__isnull=False) & ~Q(status__in=UNVALIDATED)
                ),
                name="policy_is_used_as_it_was_validated",
            ),
            models.CheckConstraint(
                condition=Q(status=PolicyStatus.RETIRED, retired_at__isnull=False)
                | ~Q(status=PolicyStatus.RETIRED) & Q(retired_at=None),
                name="policy_is_retired_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(retiring_by=None) | Q(retired_by=None) | ~Q(retired_by=F("retiring_by")),
                name="policy_is_retired_by_another",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.policy_id} version {self.version}"


class Criterion(Record):
    """One node of a policy's tree: a group (all, any, none, at least k) or a leaf, the payer's own sentence."""

    policy = models.ForeignKey(CoveragePolicy, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    node_id = models.CharField(max_length=60)
    ordinal = models.PositiveIntegerField()  # depth-first
    op = models.CharField(max_length=10, choices=[(op, op) for op in ("all", "any", "none", "at_least", "leaf")])
    at_least = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    test = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["policy", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "node_id"], name="criterion_node_unique_in_policy")
        ]


class PolicySource(Record):
    """The payer's own document that a version was written from, byte for byte."""

    policy = models.OneToOneField(CoveragePolicy, on_delete=models.CASCADE, related_name="source")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


class DiagnosisCode(models.Model):
    """One category or code of ICD-10-CM as the installed table has it. Not PHI; replaced whole by ``codes_load``."""

    code = models.CharField(max_length=8, primary_key=True)  # with its point
    title = models.TextField()
    is_whole = models.BooleanField()  # a code that a claim may carry: no further digits belong to it
    release = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
