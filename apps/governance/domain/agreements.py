"""What may leave to a host outside the perimeter: only what an agreement in force with it covers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from apps.access.domain.labels import LABEL_WORDS, Label
from apps.core.domain.perimeter import is_inside_name

REDACTED_NOTES = "redacted_notes"  # without it there is nothing to send to a model
PAYER_REQUESTS = "payer_requests"  # to a payer's own system, the patient by name; nothing for a model
# 45 CFR 164.508(a)(2) and 42 CFR 2.31 ask for the patient's own consent; of the last two nobody knows what they hold.
NEVER_OUTSIDE = frozenset({Label.PSYCHOTHERAPY, Label.PART2_COUNSELLING, Label.UNCLASSIFIED, Label.VERY_RESTRICTED})
DATA_CLASSES: Mapping[str, str] = {
    REDACTED_NOTES: "redacted notes and records without a label",
    PAYER_REQUESTS: "requests for prior authorization, the patient by name (a payer's own system)",
    **{label.value: words for label, words in LABEL_WORDS.items() if label not in NEVER_OUTSIDE},
    Label.RESTRICTED.value: "restricted by its sender",
}
HOST = re.compile(r"[a-z0-9]([a-z0-9.:-]*[a-z0-9])?")
SHA256 = re.compile(r"[0-9a-f]{64}")
SOON_DAYS = 30  # before its last day an agreement is shown as ending


class AgreementState(StrEnum):
    """Where an agreement stands on a day, in the order in which a page lists them."""

    IN_FORCE = "in force"
    NOT_YET = "not yet in force"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class NoAgreement(StrEnum):
    """Why there is none to rely on, as the audit log keeps it."""

    NONE = "no_agreement"
    NOT_YET = "agreement_not_yet"
    ENDED = "agreement_ended"
    WITHDRAWN = "agreement_withdrawn"
    NOT_COVERED = "not_covered"
    PUBLIC_ADDRESS = "public_address"  # of a host that is said to stand inside, where none would be asked for


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement as far as it decides. ``expires_on`` is its last day."""

    host: str
    counterparty: str
    signed_on: date
    expires_on: date
    data_classes: frozenset[str]
    withdrawn: bool = False

    def state(self, today: date) -> AgreementState:
        """Return where the agreement stands on a day of the house."""
        if self.withdrawn:
            return AgreementState.WITHDRAWN
        if today < self.signed_on:
            return AgreementState.NOT_YET
        return AgreementState.ENDED if today > self.expires_on else AgreementState.IN_FORCE

    def days_left(self, today: date) -> int:
        """Return how many days remain after today: 0 on the last one."""
        return max(0, (self.expires_on - today).days)

    def covers(self, labels: Iterable[str]) -> bool:
        """Return whether a document with these labels may leave under it."""
        return REDACTED_NOTES in self.data_classes and set(labels) <= self.data_classes & DATA_CLASSES.keys()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing may leave to a host, for the log and in a sentence that says what to do."""

    code: NoAgreement
    sentence: str


WHAT_TO_DO = "Nothing was sent. Somebody who runs the control room records one under Agreements; then start it again."


def refusal_of(host: str, agreements: Iterable[Terms], today: date) -> Refusal:
    """Return why none of an organization's agreements with a host can be relied on. None of them is in force."""
    known = sorted(agreements, key=lambda it: (it.expires_on, it.signed_on), reverse=True)
    standing = next((it for it in known if not it.withdrawn), known[0] if known else None)
    if standing is None:
        return Refusal(NoAgreement.NONE, f"No agreement (BAA) with {host} is on record. {WHAT_TO_DO}")
    state = standing.state(today)
    if state is AgreementState.WITHDRAWN:
        return Refusal(NoAgreement.WITHDRAWN, f"The agreement (BAA) with {host} was withdrawn. {WHAT_TO_DO}")
    if state is AgreementState.NOT_YET:
        sentence = f"The agreement (BAA) with {host} counts from {_written(standing.signed_on)} on. {WHAT_TO_DO}"
        return Refusal(NoAgreement.NOT_YET, sentence)
    sentence = f"The agreement (BAA) with {host} ended on {_written(standing.expires_on)}. {WHAT_TO_DO}"
    return Refusal(NoAgreement.ENDED, sentence)


def not_covered(host: str) -> Refusal:
    """Return the refusal for a chart of which the agreement covers no document."""
    return Refusal(
        NoAgreement.NOT_COVERED,
        f"The agreement with {host} covers no document of this chart, so nothing was sent. Write it by hand.",
    )


def not_inside(host: str) -> Refusal:
    """Return the refusal for a host that is said to stand inside the perimeter and has an address outside."""
    return Refusal(
        NoAgreement.PUBLIC_ADDRESS,
        f"{host} is said to stand inside the perimeter and has a public address now. Nothing was sent. Somebody who "
        "runs the workbench corrects the name or WORKBENCH_INFERENCE; then start it again.",
    )


def left_out_sentence(host: str, documents: int, labels: Iterable[str]) -> str:
    """Return what a draft says of documents that the agreement does not cover, by their labels."""
    words = ", ".join(text for label, text in LABEL_WORDS.items() if label.value in set(labels))
    number = "1 document was" if documents == 1 else f"{documents} documents were"
    return f"{number} not shown to the model, for the agreement with {host} does not cover: {words}."


def objection_to_host(host: str, perimeter: Iterable[str] = ()) -> str:
    """Return why a text cannot be a host outside, as a setting names it (no scheme, port or path), or an empty text.

    ``perimeter``: the names and suffixes that the installation says stand inside.
    """
    if not HOST.fullmatch(host) or (":" in host and host.count(":") == 1):
        return "Give the host alone, as WORKBENCH_INFERENCE names it: models.example, without https:// and port."
    if is_inside_name(host, perimeter):
        return f"{host} stands inside the perimeter: no agreement (BAA) is asked for there, and none is recorded."
    return ""


def _written(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
