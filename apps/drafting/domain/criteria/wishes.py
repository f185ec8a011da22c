"""What would settle a criterion that is not met: what to ask for, who could supply it, from which visit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from apps.coverage.domain.tree import Node, PolicyFile
from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.composing import sentence_case
from apps.drafting.domain.criteria.answering import CriteriaAnswers, LeafAnswer
from apps.drafting.domain.criteria.verdicts import Verdict, opposite
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.language.words import stems
from apps.retrieval.domain.asking import words_of
from apps.retrieval.domain.settling import would_settle

CLINIC = "The clinician who treats it"
EXCLUDED = "The treating clinician's statement whether this holds, for it must not:"
READ_BY_A_PERSON, LEFT_TO_A_PERSON = "A person's reading of the rest:", re.compile(r"(?:AND|OR|IF)\b")
# Who keeps the document that would settle a question (retrieval.domain.settling names the documents).
KEEPERS = (
    ("sleep study", "The sleep laboratory"),
    ("endoscopy", "The endoscopy unit"),
    ("pathology", "The pathology laboratory"),
    ("echocardiogram", "The cardiology laboratory"),
    ("cardiology", "The cardiology clinic"),
    ("pulmonary function", "The pulmonary function laboratory"),
    ("neurophysiology", "The neurophysiology laboratory"),
    ("bone density", "The radiology department"),
    ("radiology", "The radiology department"),
    ("oxygen saturation", "The respiratory laboratory, or the clinic that measured it"),
    ("immunization", "The immunization registry"),
    ("operative", "The surgeon's office"),
    ("behavioral health", "The behavioral health clinic"),
    ("therapy note", "The therapy practice"),
    ("eye examination", "The eye clinic"),
    ("pharmacy", "The pharmacy"),
    ("laboratory", "The laboratory"),
    ("discharge", "The hospital's records department"),
)
OF_KIND: Mapping[str, str] = {
    "patient": "Registration",
    "trial": "The pharmacy, or the clinician who prescribed it",
    "treatment": "The practice that gave the therapy",
    "statement": CLINIC,
    "condition": CLINIC,
    "absence": CLINIC,
    "request": "The clinician who orders it",
}
BEFORE = {"as_of": "the request", "order": "the order", "request": "the request"}


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to ask for. ``supplier`` and ``visit`` are a person's way in, in words; the visit may be empty."""

    node_id: str
    what: str
    supplier: str
    visit: str


def wishes(policy: PolicyFile, answers: CriteriaAnswers) -> tuple[Wish, ...]:
    """Return what would settle the criteria on which the whole still depends, in the policy's order."""
    nodes = {node.node_id: node for node in policy.root.walk()}
    needed = open_leaves(policy, answers)
    return tuple(
        wish
        for answer in answers.leaves
        if answer.node_id in needed
        for wish in _of(nodes[answer.node_id], answer, needed[answer.node_id])
    )


def open_leaves(policy: PolicyFile, answers: CriteriaAnswers) -> Mapping[str, Verdict]:
    """Return the criteria that keep the whole from being met, each with the verdict that would not.

    Those beside one that was enough are not among them. What stands under "none of" has to be NOT_MET.
    """
    verdicts = {**answers.groups, **{leaf.node_id: leaf.verdict for leaf in answers.leaves}}
    return dict(_open(policy.root, verdicts, Verdict.MET))


def _open(node: Node, verdicts: Mapping[str, Verdict], hoped: Verdict) -> Iterator[tuple[str, Verdict]]:
    if verdicts[node.node_id] is hoped:
        return
    if node.is_leaf:
        yield node.node_id, hoped
        return
    below = opposite(hoped) if node.op == "none" else hoped
    for child in node.children:
        yield from _open(child, verdicts, below)


def _of(node: Node, answer: LeafAnswer, hoped: Verdict) -> Iterator[Wish]:
    tests = list(singles(node.test))
    if hoped is Verdict.NOT_MET:
        yield Wish(node.node_id, f"{EXCLUDED} {node.text}", CLINIC, _visit(next(iter(tests), {}), answer))
        return
    for what in answer.wanted:
        test = _asked_by(what, tests)
        yield Wish(node.node_id, _said(what), _supplier(test, node.text), _visit(test, answer))


def _said(what: str) -> str:
    """Return a wish as a sentence; what a policy's note leaves to a reader says so."""
    return sentence_case(f"{READ_BY_A_PERSON} {what}" if LEFT_TO_A_PERSON.match(what) else what)


def _asked_by(what: str, tests: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the part of a composed test that a wish is about: the one that shares the most words with it."""
    said = stems(what)
    return max(tests, key=lambda test: len(said & stems(_named(test))), default={})


def _named(test: Mapping[str, Any]) -> str:
    return " ".join(str(name) for name in test.get("any_of") or [test.get("attribute", "")])


def _supplier(test: Mapping[str, Any], text: str) -> str:
    kind = str(test.get("kind", ""))
    if not kind:
        return CLINIC
    if kind == "encounter":
        return f"The {_first(test)} clinic"
    if kind == "document" and test.get("signed_by"):
        signers = test["signed_by"]
        return f"The {signers if isinstance(signers, str) else ' or '.join(map(str, signers))}"
    if kind in OF_KIND:
        return OF_KIND[kind]
    document = would_settle(words_of(_named(test))) or would_settle(words_of(text))
    return next((keeper for word, keeper in KEEPERS if word in document.lower()), CLINIC)


def _first(test: Mapping[str, Any]) -> str:
    return str(next(iter(test.get("any_of") or ()), "")).lower()


def _visit(test: Mapping[str, Any], answer: LeafAnswer) -> str:
    """Return the window that the policy sets, or else the page that comes nearest."""
    within = test.get("within") or {}
    period = next((f"{within[unit]} {unit}" for unit in ("days", "weeks", "months", "years") if within.get(unit)), "")
    if period:
        before = str(within.get("before", "as_of"))
        return f"From the {period} before {BEFORE.get(before, before.replace('_', ' '))}"
    near = next((quote for quote in (*answer.supporting, *answer.contradicting) if not quote.passage.structured), None)
    return chip_label(near) if near else ""
