"""Human acts on a draft. All text here is redacted: the viewer restores it for a person who may see it."""

from apps.review.models.attention import (
    AttentionClock,
    AttentionSpell,
    DecisionAttention,
    PauseSuggestion,
    SpotCheck,
)
from apps.review.models.authorizations import Appeal, PayerAnswer, PayerLetter, Submission
from apps.review.models.checks import ChartAnswer
from apps.review.models.citations import ChosenCitation, ChosenEvidence
from apps.review.models.decisions import ReviewDecision, Signature, SignedFile
from apps.review.models.edits import ClaimEdit
from apps.review.models.items import (
    ClaimReview,
    ClinicianStatement,
    DraftWait,
    EvidenceOpening,
    ReviewItem,
    SendingConsent,
)
from apps.review.models.later import Amendment, SecondRefusal, SecondSignature
from apps.review.models.own import OwnJudgement, OwnVerdict
from apps.review.models.payers import PayerExchange, PayerGuid, PayerReceipt, PayerReply, PayerSubscription
from apps.review.models.requests import DocumentRequest
from apps.review.models.returns import ReturnReply
from apps.review.models.rules import ReviewRulesVersion
from apps.review.models.seeded import SeededCatch
from apps.review.models.typed import HandOver, TypedWords

__all__ = [
    "Amendment",
    "Appeal",
    "AttentionClock",
    "AttentionSpell",
    "ChartAnswer",
    "ChosenCitation",
    "ChosenEvidence",
    "ClaimEdit",
    "ClaimReview",
    "ClinicianStatement",
    "DecisionAttention",
    "DocumentRequest",
    "DraftWait",
    "EvidenceOpening",
    "HandOver",
    "OwnJudgement",
    "OwnVerdict",
    "PauseSuggestion",
    "PayerAnswer",
    "PayerExchange",
    "PayerGuid",
    "PayerLetter",
    "PayerReceipt",
    "PayerReply",
    "PayerSubscription",
    "ReturnReply",
    "ReviewDecision",
    "ReviewItem",
    "ReviewRulesVersion",
    "SecondRefusal",
    "SecondSignature",
    "SeededCatch",
    "SendingConsent",
    "Signature",
    "SignedFile",
    "SpotCheck",
    "Submission",
    "TypedWords",
]
