"""Payer coverage policies as versioned criteria trees."""

from typing import ClassVar

from django.db import models

from apps.core.models import Record


class CoveragePolicy(Record):
    """One immutable version of one payer's policy. Not PHI; shared by all organizations."""

    policy_id = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    payer = models.CharField(max_length=200)
    effective_start = models.DateField()
    effective_end = models.DateField(null=True)
    codes = models.JSONField(default=list)
    body = models.JSONField()  # the policy file, whole
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["policy_id", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["policy_id", "version"], name="policy_version_unique")]

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
    test = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["policy", "ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "node_id"], name="criterion_node_unique_in_policy")
        ]
