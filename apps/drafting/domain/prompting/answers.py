"""Reading what a model answered: strict, because a host may not have kept to the shape it was given."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NoReturn, TypeVar

from apps.drafting.domain.claims import DraftKind, ProposedClaim, Severity, Stance
from apps.drafting.domain.composing import HIGH_BY_NATURE
from apps.drafting.domain.errors import BackendError
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.language.words import normal
from apps.drafting.domain.prompting.limits import (
    LONGEST_ANSWER,
    MOST_AGAINST,
    MOST_CITATIONS,
    MOST_CLAIMS,
    objection_to,
)
from apps.drafting.domain.prompting.prompt import Prompt, Unit
from apps.drafting.domain.summary.missing import missing
from apps.drafting.domain.tasks import DraftInput, DraftOutput

WEIGHTY_KINDS = frozenset({"problem_list", "medication_list", "allergy_list"})
KEYS = frozenset({"section", "type", "citations", "text"})
MAY_BE_THERE = frozenset({"against", "criterion"})
DOSES = frozenset({"mg", "mcg", "g", "ml", "units", "iu"})
LONGEST_SHOWN = 60  # characters of a value in a sentence about it
Object = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """The claims of an answer, and a sentence for each that was left out."""

    claims: tuple[ProposedClaim, ...]
    left_out: tuple[str, ...] = ()


def read_answer(text: str, prompt: Prompt) -> tuple[ProposedClaim, ...]:
    """Return the claims of an answer. Raises BackendError (bucket guardrail) for one that has not the asked shape."""
    return answer_of(text, prompt).claims


def answer_of(text: str, prompt: Prompt) -> Answer:
    """Return the claims of an answer and what was left out of it.

    What breaks the shape (no JSON, another key, a line that was not shown) condemns the whole answer: BackendError,
    bucket guardrail. What only a claim's words do wrong (markup, a link, too long, said before) leaves that claim out.
    """
    units = {unit.id: unit for unit in prompt.units}
    claims: dict[tuple[str, str], ProposedClaim] = {}
    left_out: list[str] = []
    for number, body in enumerate(_claims(text), start=1):
        claim, units_shown = _claim(body, prompt, units)
        key = (claim.section, normal(claim.text))
        objection = objection_to(claim.text, prompt.tokens) or ("was said before" if key in claims else "")
        if objection:
            left_out.append(f"Sentence {number} of the model's answer {objection}; it was left out.")
        else:
            claims[key] = replace(claim, severity=_severity(claim, units_shown))
    return Answer(tuple(claims.values()), tuple(left_out))


def output_of(
    draft_input: DraftInput, prompt: Prompt, text: str, *, input_tokens: int, output_tokens: int
) -> DraftOutput:
    """Return what a backend hands back for a model's answer: its claims, and what code says is not there."""
    answer = answer_of(text, prompt)
    room = [f"{prompt.left_out} lines of the chart were not shown to the model, for want of room."]
    return DraftOutput(
        claims=answer.claims,
        missing=(*_missing(draft_input, answer), *answer.left_out, *(room if prompt.left_out else ())),
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        raw=text,
        marker=prompt.marker,
        prompt_sha256=prompt.sha256,
    )


def _missing(draft_input: DraftInput, answer: Answer) -> Iterator[str]:
    task = draft_input.task
    if task.kind is DraftKind.CHART_SUMMARY:
        yield from missing(read_chart(draft_input), task)
        return
    told = {claim.criterion_id for claim in answer.claims}
    for leaf in task.policy.leaves if task.policy else ():
        if leaf.node_id not in told:
            yield f"Criterion {leaf.node_id}, the draft says nothing for this criterion: {leaf.text}"


def _claims(text: str) -> list[Any]:
    if len(text) > LONGEST_ANSWER:
        _refuse("it is longer than an answer can be")
    try:
        body = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except BackendError:
        raise
    except (ValueError, RecursionError):
        _refuse("it is not JSON")
    if not isinstance(body, dict) or body.keys() != {"claims"} or not isinstance(body["claims"], list):
        _refuse("it is not an object with a list of claims")
    if len(body["claims"]) > MOST_CLAIMS:
        _refuse(f"it has more than {MOST_CLAIMS} claims")
    return list(body["claims"])


def _object(pairs: list[tuple[str, Any]]) -> Object:
    body = dict(pairs)
    if len(body) != len(pairs):
        _refuse("it names something twice")
    return body


def _no_number(name: str) -> NoReturn:
    _refuse(f"{name} is no value")


def _claim(body: Any, prompt: Prompt, units: Mapping[str, Unit]) -> tuple[ProposedClaim, list[Unit]]:
    """Return a claim, not yet weighed, and the lines it rests on."""
    if not isinstance(body, dict) or not KEYS <= body.keys() <= KEYS | MAY_BE_THERE:
        _refuse("a claim of it lacks a part or has one too many")
    section, criterion = _section(body, prompt)
    kind = _among(body["type"], {kind.value: kind for kind in prompt.types}, "type of claim")
    cited = [_among(id_, units, "line of the record") for id_ in _ids(body["citations"], 1, MOST_CITATIONS)]
    against = [_among(id_, units, "line of the record") for id_ in _ids(body.get("against", []), 0, MOST_AGAINST)]
    if not isinstance(body["text"], str):
        _refuse("the words of a claim are not words")
    words = " ".join(part for part in body["text"].split(" ") if part)
    spans = (*(unit.span for unit in cited), *(replace(unit.span, stance=Stance.CONTRADICTS) for unit in against))
    return ProposedClaim(section, words, kind, Severity.HIGH, spans, criterion), cited


def _section(body: Object, prompt: Prompt) -> tuple[str, str]:
    section = _among(body["section"], {name: name for name in prompt.sections}, "section")
    criterion = prompt.criterion_of(section)
    said = body.get("criterion", criterion)
    if said not in (criterion, ""):
        _refuse("a claim of it stands under one criterion and names another")
    return section, criterion


def _severity(claim: ProposedClaim, units: list[Unit]) -> Severity:
    """Decided by code: a dose is weighty and so is what rests on a list, whatever the model calls it."""
    weighty = claim.type in HIGH_BY_NATURE or any(unit.document_kind in WEIGHTY_KINDS for unit in units)
    dosed = any(quantity.unit in DOSES for quantity in quantities(claim.text))
    return Severity.HIGH if weighty or dosed else Severity.MODERATE


def _ids(value: Any, fewest: int, most: int) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(id_, str) for id_ in value):
        _refuse("the citations of a claim are not a list of lines")
    if not fewest <= len(value) <= most:
        _refuse(f"a claim of it cites {len(value)} lines; {fewest} to {most} are asked for")
    return list(dict.fromkeys(value))


def _among(value: Any, known: Mapping[str, T], what: str) -> T:
    found = known.get(value) if isinstance(value, str) else None
    if found is None:
        _refuse(f"it names a {what} that was not given: {ascii(value)[:LONGEST_SHOWN]}")
    return found


def _refuse(why: str) -> NoReturn:
    # Permanent: a person reads why and starts it again; three silent attempts would only hide it.
    raise BackendError(f"The model's answer was refused: {why}.", bucket="guardrail", permanent=True)
