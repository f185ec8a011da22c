"""How the record is shown to a model: one citable line after the other, with nothing in it that could end the fence."""

import re
from collections.abc import Sequence

from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.labels import SHORT_KINDS
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.tasks import DraftTask, PassageView, PolicyLeaf
from apps.redaction.domain.injection import orders_in

LONGEST_TITLE = 60  # characters of a section's title, which is the writer's own
UNTITLED = "untitled"  # what a section is called whose title is addressed to software
CHARACTERS_OF_A_TOKEN = 3  # of clinical English, on the safe side: abbreviations and numbers split
# What chat templates use to end a turn: <|eot_id|>, </s>, <start_of_turn>, [INST]. A blank inside makes it words.
_TURN = re.compile(r"<(?![\s=\d.])|\[(?=/?[A-Z_]{2,}\])")
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def rough_tokens(text: str) -> int:
    """Return about how many tokens a text is to a model whose tokenizer is not at hand."""
    return len(text) // CHARACTERS_OF_A_TOKEN + 1


def shown(text: str, marker: str) -> str:
    """Return words of the record on one line, without hidden characters, the marker or what would end a turn."""
    plain = " ".join(_NOT_SHOWN.sub(" ", text).split())
    return _TURN.sub(lambda found: f"{found.group()} ", plain.replace(marker, "~"))


def heading(number: int, passage: PassageView, marker: str) -> str:
    """Return e.g. ``[3] Progress note, 3 Oct 2024, section: Assessment and plan``."""
    kind = SHORT_KINDS.get(passage.document_kind, passage.document_kind.replace("_", " ").capitalize())
    day = written(passage.dated_at.date()) if passage.dated_at else "undated"
    title = UNTITLED if orders_in(passage.section_title) else shown(passage.section_title, marker)
    return f"[{number}] {kind}, {day}, section: {title[:LONGEST_TITLE]}"


def record(passages: Sequence[tuple[PassageView, Sequence[Quote]]], marker: str) -> str:
    """Return the numbered passages and their numbered lines."""
    blocks = []
    for number, (passage, quotes) in enumerate(passages, start=1):
        lines = (f"{number}.{line} {shown(quote.text, marker)}" for line, quote in enumerate(quotes, start=1))
        blocks.append("\n".join([heading(number, passage, marker), *lines]))
    return "\n\n".join(blocks)


def asked(task: DraftTask, marker: str) -> str:
    """Return what is asked for: the subject, who the patient is in age and sex, the policy with its criteria."""
    who = ", ".join(part for part in ("" if task.age is None else f"{task.age} years old", task.sex) if part)
    said = [f"Today: {written(task.as_of)}", f"Patient: {who or 'age and sex not stated'}"]
    if task.kind is DraftKind.CHART_SUMMARY:
        return "\n".join([*said, f"The reader wants: {shown(task.subject, marker)}"])
    said.append(f"Requested: {shown(task.subject, marker)} ({task.service_code}; {', '.join(task.diagnosis_codes)})")
    if task.policy:
        policy = task.policy
        said.append(f"Policy: {policy.policy_id} version {policy.version}, {shown(policy.title, marker)}")
        said += [_leaf(leaf, marker) for leaf in policy.leaves]
    return "\n".join(said)


def _leaf(leaf: PolicyLeaf, marker: str) -> str:
    under = f" (under: {shown('; '.join(leaf.under), marker)})" if leaf.under else ""
    return f"Criterion {leaf.node_id}: {shown(leaf.text, marker)}{under}"
