"""Whether a document is in the chart, final, in the window, signed by whom the policy asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import as_list, named_words, names_of, outside_words
from apps.drafting.domain.criteria.mentions import mentions
from apps.drafting.domain.criteria.names import first_named, roots
from apps.drafting.domain.criteria.performers import is_role
from apps.drafting.domain.criteria.periods import Interval, Window, of_when, on
from apps.drafting.domain.criteria.sayings import is_no_record, is_patient_written, is_preliminary
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.tasks import PassageView

SEVERAL = 3  # parts of a name such as "history, examination and plan": all of them make the document
HEADER = 160  # characters in which a document says what it is
MOST_LINES, MOST_WORDS = 3, 10  # of a heading
SENTENCE = re.compile(
    r"[.!?;]\s*$|\b(?:reviewed|brought|discussed|asked|needed|pending|requested|will|not|no|see|per|with|sent|"
    r"shows?|has|is|was)\b",
    re.IGNORECASE,
)
# A page that asks for a document, or tells of how to get it, is not that document.
ASKED_FOR = re.compile(
    r"\b(?:referr\w+|missing|requisition|order for|request for|authori[sz]ation|instructions|handout|consent|"
    r"no[- ]show|cancell?\w+|"
    r"schedul\w+|reminder|invitation|appointment)\b",
    re.IGNORECASE,
)
ENOUGH = 0.6  # of the words of what a document must be about
LEAST_PREFIX = 4
SIGNED = re.compile(
    r"\b(?:electronically )?signed\b|\bauthenticated\b|\battest\w*\b|\bdictated and read\b", re.IGNORECASE
)
NONE_THERE = re.compile(
    r"\bnot (?:received|brought|available|on file|in (?:the )?chart|provided|done|completed|kept)\b|"
    r"\bnone (?:received|on file)\b|"
    r"\bno (?:\w+ ){0,3}(?:received|on file|available|kept|brought)\b|\bmissing\b|\bleft (?:it )?at\b|\bstill needed\b|"
    r"\bno data\b|\bnever (?:received|brought|sent|kept)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A document: its passages in order, its day, and whether it is final."""

    passages: tuple[PassageView, ...]

    @property
    def first(self) -> PassageView:
        return self.passages[0]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(one.text for one in self.passages)

    @property
    def when(self) -> Interval | None:
        return on(self.first.dated_at.date() if self.first.dated_at else None)

    @property
    def is_final(self) -> bool:
        return not any(is_preliminary(one) for one in self.passages)

    @property
    def quote(self) -> Quote:
        """Its first line."""
        text = self.first.text
        start = len(text) - len(text.lstrip())
        end = text.find("\n", start)
        return Quote(self.first, start, end if end > start else len(text))


def document(case: Case, test: Test) -> Finding:
    """Return whether a final document of the kind asked for is in the chart."""
    window = case.window(test.get("within"))
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    if reported := _reports(case, test, window):
        return met(f"In the chart: {reported[0].quotes[0].plain[:160]}", reported)
    found = [page for page in pages(case) if _is_it(page, names_of(test)) and _is_about(page, test)]
    timely = [page for page in found if window.holds(page.when)]
    final = [page for page in timely if page.is_final]
    signed = [(page, _signed(page, test, case)) for page in final]
    name = named_words(test)
    if good := [page for page, verdict in signed if verdict is True]:
        day = good[0].when.words if good[0].when else "undated"
        data = [Datum((_telling(page, test),), page.when) for page in good[:2]]
        return met(f"In the chart: {good[0].first.document_title}, {day}.", data)
    if final:
        return open_finding(f"{final[0].first.document_title} is in the chart; who signed it is not shown as asked.",
                            [_telling(final[0], test)], wanted=f"{name}, signed by {_signers(test)}.")  # fmt: skip
    if timely:
        return open_finding(f"{timely[0].first.document_title} is in the chart, but not final.",
                            [timely[0].quote], wanted=f"{name}, final and signed.")  # fmt: skip
    return _not_there(case, test, found)


def _reports(case: Case, test: Test, window: Window) -> list[Datum]:
    """Return the final reports of results that are what is asked; only its line tells who signed one."""
    signers = [str(one) for one in (*as_list(test.get("signed_by")), *_performers(test))]
    return [
        Datum((event.line.quote,), of_when(event.day)) for event in case.chart.reports
        if first_named(event.title, names_of(test)) and event.line.has("final report", "amended", "corrected")
        and window.holds(of_when(event.day)) and _speaks_of(event.line.quote.plain, test)
        and (not signers or any(is_role(event.line.quote.plain, role) for role in signers))
    ]  # fmt: skip


def pages(case: Case) -> list[Page]:
    """Return the notes of the chart as documents, newest first, without those of another patient."""
    shut = {one.quote.passage.document_id for one in case.chart.suspects if one.rule == "another_patients_page"}
    by_id: dict[str, list[PassageView]] = {}
    for passage in case.draft_input.passages:
        is_note = not passage.structured and not is_no_record(passage)
        if is_note and not passage.superseded and passage.document_id not in shut:
            by_id.setdefault(passage.document_id, []).append(passage)
    found = [Page(tuple(sorted(passages, key=lambda one: one.start))) for passages in by_id.values()]
    return sorted(found, key=lambda page: -(page.when.last.toordinal() if page.when else 0))


def _is_it(page: Page, names: Sequence[str]) -> bool:
    titles = "\n".join(title for title in (page.first.document_title, _heading(page)) if not ASKED_FOR.search(title))
    if page.first.document_kind == "referral":
        return False
    sections = " ".join(one.section_title for one in page.passages)
    for name in names:
        if first_named(titles, (name,)) or (roots(name) <= roots(titles.split("\n")[0]) and roots(name)):
            return True
        parts = [part.strip() for part in re.split(r",| and ", name) if part.strip()]
        if len(parts) >= SEVERAL and all(_holds(f"{sections}\n{page.text}", part) for part in parts):
            return True
    return False


def _heading(page: Page) -> str:
    """Return the first lines in which a page says what it is; a sentence that mentions another document is none."""
    lines = [line.strip() for line in page.first.text[:HEADER].split("\n")][:MOST_LINES]
    return "\n".join(line for line in lines if line and len(line.split()) <= MOST_WORDS and not SENTENCE.search(line))


def _holds(text: str, part: str) -> bool:
    """Say whether a page speaks of one part of an examination: by its words, or as notes shorten them."""
    said = roots(text)
    return all(
        any(word == root or (len(word) >= LEAST_PREFIX and root.startswith(word)) for word in said)
        for root in roots(part)
    )


def _is_about(page: Page, test: Test) -> bool:
    return _speaks_of(page.text, test)


def _speaks_of(text: str, test: Test) -> bool:
    asked = roots(str(test.get("about") or ""))
    return not asked or len(asked & roots(text)) >= max(1, ENOUGH * len(asked))


def _telling(page: Page, test: Test) -> Quote:
    """Return the line of a page that says what it is."""
    for passage in page.passages:
        if named := first_named(passage.text, names_of(test)):
            start = passage.text.rfind("\n", 0, named.start) + 1
            end = passage.text.find("\n", named.end)
            return Quote(passage, start, end if end >= 0 else len(passage.text))
    return page.quote


def _signed(page: Page, test: Test, case: Case) -> bool | None:
    wanted = [str(one) for one in (*as_list(test.get("signed_by")), *_performers(test))]
    if not wanted:
        return None if is_patient_written(page.first) and _asks_clinician(test) else True
    for role in wanted:
        if "ordering" in role.lower() or "treating" in role.lower() or "prescrib" in role.lower():
            return True if _is_ordering(page, case) else None
        tail = page.passages[-1].text[-200:]
        if is_role(page.first.author_role, role) or (
            (SIGNED.search(tail) or "[CLINICIAN-" in tail) and is_role(tail, role)
        ):
            return True
    return None


def _is_ordering(page: Page, case: Case) -> bool:
    """Say whether who wrote a page is who ordered: their visit of that day is with the clinician whom the order "
    "names."""
    from apps.drafting.domain.criteria.performers import specialties_of

    visits = specialties_of(case, case.request.prescriber)
    return any(
        visit.when and page.when and visit.when.first <= page.when.first <= visit.when.last and page.first.author_role
        and len(visit.clinicians) == 1
        for visit in visits
    )  # fmt: skip


def _performers(test: Test) -> Sequence[str]:
    by = test.get("performed_by")
    return [str(one) for one in as_list(by)] if by and not isinstance(by, dict) else []


def _asks_clinician(test: Test) -> bool:
    return bool(
        re.search(
            r"\b(?:note|report|evaluation|assessment|letter|consult\w*)\b", " ".join(names_of(test)), re.IGNORECASE
        )
    )


def _signers(test: Test) -> str:
    return ", ".join(str(one) for one in (*as_list(test.get("signed_by")), *_performers(test))) or "a clinician"


def _not_there(case: Case, test: Test, found: Sequence[Page]) -> Finding:
    window = case.window(test.get("within"))
    name = named_words(test)
    said = list(mentions(case, names_of(test)))
    newest = max((one.when.last for one in said if one.when), default=None)
    absent = [one for one in said if NONE_THERE.search(one.clause) and (one.when and one.when.last == newest)]
    if absent:
        return not_met(f"The record says that it is not there: {absent[0].line.text[:160]}",
                       (one.quote for one in absent[:2]), f"{name}.")  # fmt: skip
    if found and window and all(window.holds(page.when) is False for page in found):
        return not_met(f"{outside_words(found[0].first.document_title, found[0].when, window)}.",
                       [found[0].quote], f"{name} from {window.words}.")  # fmt: skip
    return open_finding(
        f"No document of this kind is in the chart ({name})." + (" A note mentions it." if said else ""),
        (one.quote for one in said[:3]), wanted=f"{name}.",
    )  # fmt: skip
