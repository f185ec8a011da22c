"""What is exchanged with a payer's system, and its receipts."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.core.crypto.sealed import sealed_json
from apps.core.models import Record, choices_of
from apps.coverage.domain.payers import PayerClass
from apps.review.domain.exchanges import SENT, ExchangeKind, ExchangeState, Via

_PERSON = settings.AUTH_USER_MODEL


def corrects_with_reason(name: str) -> models.CheckConstraint:
    """Return the constraint that an act corrects another with a reason, and that no other act gives one."""
    return models.CheckConstraint(
        condition=models.Q(corrects=None, slip="")
        | models.Q(corrects__isnull=False) & (~models.Q(slip="") | models.Q(destruction__isnull=False)),
        name=name,
    )


class PayerReceipt(Record):
    """When a payer confirmed receipt, as somebody recorded it. Never changed: one recorded by a slip is corrected."""

    submission = models.ForeignKey("review.Submission", on_delete=models.CASCADE, related_name="receipts")
    received_at = models.DateTimeField(null=True)  # None: a correction that says that none was confirmed
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    slip = models.TextField(blank=True)  # why it corrects, redacted
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            corrects_with_reason("payer_receipt_corrects_with_reason"),
            models.CheckConstraint(
                condition=models.Q(received_at__isnull=False) | models.Q(corrects__isnull=False),
                name="payer_receipt_of_nothing_only_corrects",
            ),
        ]


class PayerExchange(Record):
    """One bundle made for a payer's system: a request, or an update of one. What it says is never changed."""

    organization = models.ForeignKey("access.Organization", on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("drafting.Draft", on_delete=models.PROTECT, related_name="exchanges")
    kind = models.CharField(max_length=10, choices=choices_of(ExchangeKind))
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    state = models.CharField(max_length=10, choices=choices_of(ExchangeState), default=ExchangeState.PREPARED)
    trace = models.CharField(max_length=50, unique=True)
    npi = models.CharField(max_length=10)  # of the provider: a payer tells of answers by it
    body_sealed = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64)
    versions = models.JSONField(default=dict)  # of the standards it was made by (P02)
    payer_class = models.CharField(max_length=30, choices=choices_of(PayerClass))
    is_drug = models.BooleanField()
    class_reason = models.TextField(blank=True)  # why they are not what the record tells, redacted
    prepared_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    host = models.CharField(max_length=253, blank=True)
    asked_at = models.DateTimeField(null=True)  # when the payer was last asked how it stands
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft"], condition=models.Q(kind=ExchangeKind.REQUEST, state__in=SENT), name="one_request_sent"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ExchangeState.UNDERWAY)
                | models.Q(sent_at__isnull=False, sent_by__isnull=False),
                name="exchange_underway_was_sent_by_somebody",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="exchange_by_state")]

    body = sealed_json("body_sealed", subject="draft.patient_id")


class PayerGuid(models.Model):
    """A GUID that stood in a bundle. The key of its row: none is ever given again (P03)."""

    guid = models.UUIDField(primary_key=True)
    exchange = models.ForeignKey(PayerExchange, on_delete=models.PROTECT, related_name="guids")

    def __str__(self) -> str:
        return str(self.guid)


class PayerReply(Record):
    """One answer of a payer's system as it came, what became of it, and what a person must still add."""

    exchange = models.ForeignKey(PayerExchange, on_delete=models.PROTECT, related_name="replies")
    via = models.CharField(max_length=10, choices=choices_of(Via))
    body_sealed = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64)
    is_fault = models.BooleanField()
    wants = models.JSONField(default=list)  # sentences of ours
    answer = models.OneToOneField("review.PayerAnswer", on_delete=models.PROTECT, null=True, related_name="reply")
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["created_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "sha256"], name="payer_reply_kept_once"),
            models.CheckConstraint(
                condition=models.Q(is_fault=False) | models.Q(answer=None), name="fault_is_no_answer"
            ),
        ]

    body = sealed_json("body_sealed", subject="exchange.draft.patient_id")


class PayerSubscription(Record):
    """That a payer's system tells us when a provider's pended request is decided. Of the secret only a hash is kept."""

    organization = models.ForeignKey("access.Organization", on_delete=models.PROTECT, related_name="+")
    payer = models.CharField(max_length=200)
    npi = models.CharField(max_length=10)
    host = models.CharField(max_length=253)
    secret_sha256 = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "payer", "npi"],
                condition=models.Q(ended_at=None),
                name="one_subscription_at_a_payer",
            ),
        ]
