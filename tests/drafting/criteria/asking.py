"""One test of a criterion asked of a chart made by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from apps.coverage.domain.tree import PolicyFile, parse
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.criteria import CriteriaAnswers, LeafAnswer, RequestFacts, answers
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.tasks import DraftInput, DraftTask, PassageView
from tests.drafting.charts import TODAY, lines, passage

MET, NOT_MET, INSUFFICIENT = "MET", "NOT_MET", "INSUFFICIENT"


def policy_of(*tests: Any, op: str = "all", text: str = "The criterion.", title: str = "A policy") -> PolicyFile:
    """Return a policy with one leaf for each test; None is a leaf without one."""
    children = [
        {"id": str(number), "op": "leaf", "text": text, **({"test": test} if test else {})}
        for number, test in enumerate(tests, start=1)
    ]
    root = {"id": "P", "op": op, "text": "All", "children": children, **({"k": 1} if op == "at_least" else {})}
    body = {
        "policy_id": "P-01", "title": title, "payer": "Example Payer", "version": "1", "codes": [], "applies_to": "",
        "effective": {"start": "2026-01-01", "end": None}, "root": root,
    }  # fmt: skip
    return parse(body)


def chart_of(*passages: PassageView, age: int | None = 58, sex: str = "female") -> DraftInput:
    return DraftInput(DraftTask(DraftKind.PRIOR_AUTH_LETTER, "A request", TODAY, age, sex), passages)


def answers_to(
    *tests: Any, chart: tuple[PassageView, ...] | list[PassageView], request: RequestFacts | None = None,
    age: int | None = 58, sex: str = "female", title: str = "A policy",
) -> CriteriaAnswers:  # fmt: skip
    return answers(policy_of(*tests, title=title), chart_of(*chart, age=age, sex=sex), request)


def answer_to(test: Any, *chart: PassageView, **given: Any) -> LeafAnswer:
    return answers_to(test, chart=chart, **given).leaves[0]


def results(*texts: str, section: str = "Laboratory results", kind: str = "results") -> PassageView:
    return lines(kind, section, *texts)


def orders(*texts: str) -> PassageView:
    return lines("orders", "Orders and referrals", *texts)


def visits(*texts: str) -> PassageView:
    return lines("encounters", "Encounters", *texts)


def stopped(*texts: str) -> PassageView:
    return lines("medication_list", "Ordered, no longer current", *texts)


def running(*texts: str) -> PassageView:
    return lines("medication_list", "Ordered, current", *texts)


def problems(*texts: str) -> PassageView:
    return lines("problem_list", "Active problems", *texts)


def procedures(*texts: str) -> PassageView:
    return lines("procedures", "Procedures", *texts)


def said(
    text: str,
    day: date,
    *,
    section: str = "assessment",
    kind: str = "progress_note",
    title: str = "",
    author: str = "Internal medicine",
) -> PassageView:
    """Return a note of a clinician."""
    return replace(passage(kind, section, text, day, title=title), author_role=author)


def noted(text: str, day: str, **how: Any) -> PassageView:
    """Return a note of a clinician, of a day written as 2026-11-21."""
    return said(text, date.fromisoformat(day), **how)


def saturations(*rows: tuple[str, int, str]) -> PassageView:
    """Return saturations, each with its setting, percent and day."""
    texts = (f"Oxygen saturation by pulse oximetry, {setting}: {value} % · {day}" for setting, value, day in rows)
    return results(*texts, kind="vital_signs", section="Vital signs")


def order(text: str) -> RequestFacts:
    """Return the request as an order line of 6 Nov 2026 has it."""
    passage_ = orders(text)
    return RequestFacts(date(2026, 11, 6), (Quote(passage_, 0, len(text)),))


def vitals(*texts: str) -> PassageView:
    """Return lines of vital signs."""
    return results(*texts, kind="vital_signs", section="Vital signs")
