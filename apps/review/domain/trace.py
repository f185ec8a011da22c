"""The trace of a draft as plain values: what was asked, found, used, and what became of it. The JSON export is these.

Field names are the keys of the export (``FORMAT``): they may be added to, never renamed. Text is redacted; for a reader
without a grant on the patient every text is empty.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from apps.access.domain.factors import shown_words
from apps.access.domain.labels import LABEL_WORDS
from apps.review.domain.chosen import ChosenTrace
from apps.review.domain.statements import StatementTrace

FORMAT = "workbench.trace/1"
TASK_WORDS: Mapping[str, str] = {
    "criterion": "Evidence for one criterion",
    "summary": "The chart as a whole",
    "question": "A question",
    "search": "A search",
}
CHANNEL_WORDS: Mapping[str, str] = {
    "dense": "By meaning",
    "lexical": "By words",
    "near": "By nearness",
    "late": "Word by word",
}
VERDICT_WORDS: Mapping[str, str] = {
    "enough": "Enough was found",
    "not_enough": "Not enough was found",
    "contradictory": "What was found contradicts itself",
}
# The same whether or not anything is hidden: it follows from the two roles alone.
WITHHELD = (
    "How many passages were looked at, and why the answer was or was not enough, is told only to those whose role may "
    "read everything that the role of the person who asked could read then."
)
NOT_ON_RECORD = "Not on record: the question is older than the record of whose rights it was limited to"
LIMIT_WORDS: Mapping[str, str] = {
    "document_kinds": "documents of the kinds",
    "section_kinds": "sections of the kinds",
    "redacted_document_ids": "the documents",
    "labels": "of what is restricted, only what is labelled",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, and when."""

    what: str
    person: str
    at: datetime
    dwell_ms: int | None = None  # of an opened source: how long it stood beside the draft, where a page measured it

    @property
    def dwell_words(self) -> str:
        return "" if self.dwell_ms is None else f"{self.dwell_ms / 1000:.1f} s"


@dataclass(frozen=True, slots=True)
class Use:
    """A passage in a claim of the draft: by which citation, for or against it, and what a person did with both."""

    claim: int
    citation: int
    stance: str
    opened: tuple[Act, ...]
    decided: Act | None


@dataclass(frozen=True, slots=True)
class CandidateTrace:
    """One passage among the candidates of a question. ``rank`` and ``score`` are None where nothing was ranked."""

    passage_id: str
    rank: int | None
    returned: bool
    score: float | None
    channels: tuple[tuple[str, float | None], ...]  # in the order of the question's channels
    matched: tuple[str, ...]
    name: str  # section, document, day; empty when the passage is gone
    text: str
    is_gone: bool
    used: tuple[Use, ...]

    @property
    def scores(self) -> tuple[tuple[str, float | None], ...]:
        """Return the score by channel, the channels in words."""
        return tuple((channel_words(name), score) for name, score in self.channels)


@dataclass(frozen=True, slots=True)
class ExpansionTrace:
    """What the dictionary added to words of the question, and where it has that from."""

    asked: str
    added: tuple[str, ...]
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class QueryTrace:
    """One question to the index, as it was put, read, limited, ranked and answered."""

    id: str
    at: datetime
    task: str
    criterion: str
    text: str
    is_purged: bool
    expansion: tuple[ExpansionTrace, ...]
    index_version: str
    ranker: str
    limits: tuple[str, ...]
    candidates: int | None  # None where withheld
    verdict: str
    verdict_reason: str
    channels: tuple[str, ...]
    answers: tuple[CandidateTrace, ...]  # returned, or used without having been ranked
    left_out: tuple[CandidateTrace, ...]  # the next best, kept on record
    withheld: str  # why figures are missing, in words; empty where none is
    cited: int = 0  # citations of the draft under the criterion of the question

    @property
    def task_words(self) -> str:
        return TASK_WORDS.get(self.task, self.task)

    @property
    def verdict_words(self) -> str:
        return VERDICT_WORDS.get(self.verdict, self.verdict)

    @property
    def verdict_and_draft(self) -> str:
        """Say whose verdict it is, and what the draft made of the same criterion; nothing where there is none."""
        if not self.verdict or not self.criterion:
            return ""
        cited = f"{self.cited} passage{'' if self.cited == 1 else 's'}" if self.cited else "none"
        return (
            "That is the search's own verdict on what it returned. The draft reads the passages itself and cites "
            f"{cited} under this criterion, which is what the review page speaks of."
        )

    @property
    def is_limited_on_record(self) -> bool:
        return self.limits != (NOT_ON_RECORD,)

    @property
    def channel_words(self) -> tuple[str, ...]:
        return tuple(map(channel_words, self.channels))

    @property
    def used(self) -> int:
        return sum(bool(it.used) for it in (*self.answers, *self.left_out))


@dataclass(frozen=True, slots=True)
class CitationTrace:
    """A citation with the line that says why this passage."""

    number: int
    passage_id: str
    stance: str
    why: str
    opened: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class ClaimTrace:
    """A claim of the draft and what became of it."""

    number: int
    criterion: str
    severity: str
    support: str
    text: str
    findings: tuple[str, ...]
    citations: tuple[CitationTrace, ...]
    decided: Act | None


@dataclass(frozen=True, slots=True)
class RunTrace:
    """One call of the model: what it was and what proves its input and output."""

    id: str
    at: datetime
    backend: str
    model: str
    model_sha256: str
    prompt_version: str
    index_version: str
    redactor_version: str
    release: str
    passages: int | None  # None where withheld
    input_sha256: str
    output_sha256: str
    parameters: str
    input_tokens: int
    output_tokens: int
    duration_ms: int
    is_purged: bool
    engine: str = ""
    tokenizer_sha256: str = ""
    prompt_sha256: str = ""
    marker: str = ""
    raw_sha256: str = ""
    cost_micros: int = 0
    first_token_ms: int = 0
    broken_off: str = ""  # why a call gave no draft, in words; empty where it did


@dataclass(frozen=True, slots=True)
class CheckTrace:
    """One check and what it said; ``claim`` is None for the draft as a whole."""

    rule: str
    severity: str
    claim: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class CriterionTrace:
    """The verdict that code gave on one criterion, and what became of the claims that speak to it."""

    criterion: str
    verdict: str
    not_applicable: bool
    reason: str
    supporting: int
    contradicting: int
    claims: tuple[int, ...]
    changed: tuple[int, ...]  # of these, what a person edited or removed


@dataclass(frozen=True, slots=True)
class DecisionTrace:
    """A decision on the draft, with its signature when it was signed."""

    outcome: str
    person: str
    at: datetime
    draft_sha256: str
    final_sha256: str
    signed_by: str
    signed_at: datetime | None
    signed_sha256: str
    # The manifest of a signature (21 CFR 11.50) as it was printed, and with which factors it was given.
    signed_name: str = ""
    signed_meaning: str = ""
    signed_with: tuple[str, ...] = ()
    signed_at_provider: Mapping[str, Any] = field(default_factory=dict)  # issuer, auth_time, acr, amr
    active_ms: int | None = None  # how long the decider was at the draft, as pages measured it; None: not kept
    active_low_ms: int | None = None
    active_high_ms: int | None = None
    active_basis: str = ""

    @property
    def active_words(self) -> str:
        """Say how long the decider was at the draft: bounds where nothing measured it; empty where it was not kept."""
        if self.active_low_ms is None or self.active_high_ms is None or self.active_ms is None:
            return ""
        if self.active_basis == "measured":
            return f"{span_words(self.active_ms)} of active time, measured"
        between = f"{span_words(self.active_low_ms)} to {span_words(self.active_high_ms)}"
        return f"{between} of active time, estimated from the times of requests"

    @property
    def shown_with(self) -> str:
        return shown_words(self.signed_with)


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything the page says and the file holds."""

    draft_id: str
    kind: str
    status: str
    subject: str
    policy: str
    asked_by: str
    asked_at: datetime
    with_words: bool
    queries: tuple[QueryTrace, ...]
    claims: tuple[ClaimTrace, ...]
    runs: tuple[RunTrace, ...]
    checks: tuple[CheckTrace, ...]
    decisions: tuple[DecisionTrace, ...]
    criteria: tuple[CriterionTrace, ...] = ()
    statements: tuple[StatementTrace, ...] = ()
    chosen: tuple[ChosenTrace, ...] = ()  # what people cite for sentences of their own
    log_destroyed_to: datetime | None = None  # where the log's own word of the draft was destroyed by policy

    def export(self) -> dict[str, Any]:
        """Return the content of the JSON file."""
        return {"format": FORMAT, **asdict(self)}


def span_words(ms: int) -> str:
    """Return a span of time in minutes and seconds, such as "4 min 12 s"."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def channel_words(name: str) -> str:
    """Return a channel of the search in words; one nobody has words for by its name."""
    return CHANNEL_WORDS.get(name, f"By {name.replace('_', ' ')}")


def limits_in_words(applied: Mapping[str, object], person: str, role: str) -> tuple[str, ...]:
    """Return what a search was limited to, in words: whose rights, then everything asked for beside them."""
    if not applied:
        return (NOT_ON_RECORD,)
    said = [f"What {person}, {role}, may read" if role else f"What {person} may read"]
    if applied.get("superseded") is False:
        said.append("current versions only")
    if applied.get("emergency"):
        said.append("what an emergency opened among it")
    for name, values in applied.items():
        if name in {"person", "role", "superseded", "emergency"} or values in (None, "", [], {}, False):
            continue
        words = LIMIT_WORDS.get(name, name.replace("_", " "))
        said.append(f"{words} {_listed(values)}")
    return tuple(said)


def _listed(values: object) -> str:
    if not isinstance(values, list | tuple):
        return str(values)
    # A label is quoted: "to be discussed first" is no part of the sentence around it.
    *most, last = [f'"{LABEL_WORDS[it]}"' if it in LABEL_WORDS else str(it).replace("_", " ") for it in values]
    return f"{', '.join(most)} or {last}" if most else last
