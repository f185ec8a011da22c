"""What a backend is given and what it gives back: plain values, redacted text, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from apps.core.canonical import digest
from apps.drafting.domain.claims import CitedSpan, ClaimType, DraftKind, ProposedClaim, Severity, Stance
from apps.drafting.domain.denials import Denial
from apps.redaction.domain.injection import Kept

# Of a passage, read only where there are any: what was sealed before they were kept has the same digest.
_KEPT_WHERE_ANY = ("orders", "title_order")


@dataclass(frozen=True, slots=True)
class PolicyLeaf:
    """One criterion of the named policy version: the payer's own sentence, with the headings it stands under."""

    node_id: str
    text: str
    under: tuple[str, ...] = ()
    test: Mapping[str, Any] | None = None  # the same sentence typed, when the policy has it


@dataclass(frozen=True, slots=True)
class PolicyGroup:
    """A group of criteria and how many of its children must hold; the children by node id, groups or criteria."""

    node_id: str
    op: str  # all, any, none, at_least
    at_least: int | None
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyView:
    """The policy version a letter argues from; leaves in the policy's order."""

    policy_id: str
    version: str
    title: str
    payer: str
    codes: tuple[str, ...]  # "HCPCS J0135"
    leaves: tuple[PolicyLeaf, ...]
    about: tuple[str, ...] = ()  # whom it applies to and what its codes are called: by these the order is known
    groups: tuple[PolicyGroup, ...] = ()  # each before those it holds


@dataclass(frozen=True, slots=True)
class PassageView:
    """One redacted passage: its words and where they stand."""

    passage_id: str
    text: str
    document_id: str  # of the redacted document
    start: int  # [start, end) in the redacted document
    end: int
    document_kind: str
    document_title: str
    section_kind: str
    section_title: str
    dated_at: datetime | None
    structured: bool
    superseded: bool = False
    author_role: str = ""
    labels: tuple[str, ...] = ()  # why its document is sensitive (access.domain.labels); never sent
    orders: tuple[Kept, ...] = ()  # where its record speaks to software, in the passage; never sent
    title_order: str = ""  # of its document's title, how it does


@dataclass(frozen=True, slots=True)
class LeafEvidence:
    """What the index returned for one criterion, best first."""

    node_id: str
    hits: tuple[tuple[str, float], ...]  # (passage id, score)


@dataclass(frozen=True, slots=True)
class DraftTask:
    """What is asked for, in redacted words."""

    kind: DraftKind
    subject: str
    as_of: date
    age: int | None = None  # years; 90 stands for 90 or older
    sex: str = ""
    policy: PolicyView | None = None
    service_code: str = ""
    diagnosis_codes: tuple[str, ...] = ()
    urgency: str = "standard"
    urgency_reason: str = ""
    denial: Denial | None = None  # of an appeal


@dataclass(frozen=True, slots=True)
class DraftInput:
    """Everything a backend may use. Evaluation builds the same value from a case and runs the same steps."""

    task: DraftTask
    passages: tuple[PassageView, ...]
    evidence: tuple[LeafEvidence, ...] = ()
    reference: str = ""  # the one name under which a server may keep this patient's prefixes apart; no part of the text

    def sha256(self) -> str:
        """Return the digest of all there is to read: the same task, passages and evidence, the same 64 hex digits."""
        body = _plain(self)
        del body["reference"]
        if body["task"]["denial"] is None:  # what was sealed before there were appeals has the same digest
            del body["task"]["denial"]
        for name in ("about", "groups"):
            if body["task"]["policy"] and not body["task"]["policy"][name]:
                del body["task"]["policy"][name]
        for passage in body["passages"]:
            del passage["labels"]
            for name in _KEPT_WHERE_ANY:
                if not passage[name]:
                    del passage[name]
        return digest(body)


@dataclass(frozen=True, slots=True)
class DraftOutput:
    """What a backend proposes: claims, what it looked for and did not find, what it cost, what rebuilds it."""

    claims: tuple[ProposedClaim, ...]
    missing: tuple[str, ...] = ()
    input_tokens: int = 0
    output_tokens: int = 0
    raw: str = ""  # the answer as the model wrote it, before it was read
    cost_micros: int = 0  # millionths of the currency the endpoint is paid in
    first_token_ms: int = 0
    marker: str = ""  # that fenced the record in the prompt
    prompt_sha256: str = ""  # of the prompt's text, as a file


# Of an output, but no part of what is compared: how long it took, what was paid, the words before they were read.
_BESIDE = frozenset({"raw", "cost_micros", "first_token_ms", "marker", "prompt_sha256"})


def output_to_json(output: DraftOutput) -> dict[str, Any]:
    """Return an output as it is sealed in an InferenceRun: the same answer, the same value, however long it took."""
    plain: dict[str, Any] = _plain(output)
    return {name: value for name, value in plain.items() if name not in _BESIDE}


def input_to_json(draft_input: DraftInput) -> dict[str, Any]:
    """Return a whole input as it is sealed in an InferenceRun."""
    plain: dict[str, Any] = _plain(draft_input)
    return plain


def input_from_json(body: Mapping[str, Any]) -> DraftInput:
    """Return the input that ``input_to_json`` sealed: the same sha256."""
    return DraftInput(
        task=_task(body["task"]),
        passages=tuple(passage_from_json(passage) for passage in body["passages"]),
        evidence=tuple(
            LeafEvidence(row["node_id"], tuple((id_, score) for id_, score in row["hits"])) for row in body["evidence"]
        ),
    )


def passage_from_json(body: Mapping[str, Any]) -> PassageView:
    """Return one passage of a sealed input."""
    dated_at = body["dated_at"]
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
    plain["orders"] = tuple((start, end, why) for start, end, why in plain.get("orders", ()))
    return PassageView(**{**plain, "dated_at": datetime.fromisoformat(dated_at) if dated_at else None})


def _task(body: Mapping[str, Any]) -> DraftTask:
    changed = {
        "kind": DraftKind(body["kind"]),
        "as_of": date.fromisoformat(body["as_of"]),
        "policy": _policy(body["policy"]) if body["policy"] else None,
        "diagnosis_codes": tuple(body["diagnosis_codes"]),
        "denial": _denial(body["denial"]) if body.get("denial") else None,
    }
    return DraftTask(**{**body, **changed})


def _denial(body: Mapping[str, Any]) -> Denial:
    days = {name: date.fromisoformat(body[name]) for name in ("notice_on", "since")}
    return Denial(**{**body, **days, "new_documents": tuple(body["new_documents"])})


def _policy(body: Mapping[str, Any]) -> PolicyView:
    leaves = tuple(PolicyLeaf(**{**leaf, "under": tuple(leaf["under"])}) for leaf in body["leaves"])
    groups = tuple(PolicyGroup(**{**group, "children": tuple(group["children"])}) for group in body.get("groups", ()))
    told = {"codes": tuple(body["codes"]), "leaves": leaves, "about": tuple(body.get("about", ())), "groups": groups}
    return PolicyView(**{**body, **told})


def output_from_json(body: Mapping[str, Any]) -> DraftOutput:
    """Return the output that ``output_to_json`` sealed."""
    return DraftOutput(
        claims=tuple(_claim(claim) for claim in body["claims"]),
        missing=tuple(body["missing"]),
        input_tokens=body["input_tokens"],
        output_tokens=body["output_tokens"],
        cost_micros=body.get("cost_micros", 0),
        raw=body.get("raw", ""),  # sealed since prompts are kept with their answers
        marker=body.get("marker", ""),
        prompt_sha256=body.get("prompt_sha256", ""),
    )


def _claim(body: Mapping[str, Any]) -> ProposedClaim:
    return ProposedClaim(
        section=body["section"],
        text=body["text"],
        type=ClaimType(body["type"]),
        severity=Severity(body["severity"]),
        citations=tuple(CitedSpan(**{**span, "stance": Stance(span["stance"])}) for span in body["citations"]),
        criterion_id=body["criterion_id"],
    )


def _plain(value: Any) -> Any:
    """Return a value of this module as JSON has it."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, (date, datetime)) else value
