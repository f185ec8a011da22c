"""Whether a document is in the chart, final, in the window, signed by whom the policy asks for."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import as_list, named_words, names_of, outside_words
from apps.drafting.domain.criteria.kinds.pages import Page, pages
from apps.drafting.domain.criteria.kinds.signing import (
    performers,
    refused,
    shuts_out_suppliers,
    signature,
    signed,
    signers,
)
from apps.drafting.domain.criteria.kinds.studies import is_study
from apps.drafting.domain.criteria.kinds.telling import holds, parts_of, telling_sentences
from apps.drafting.domain.criteria.mentions import mentions
from apps.drafting.domain.criteria.names import first_named, roots
from apps.drafting.domain.criteria.papers import titles_of
from apps.drafting.domain.criteria.performers import is_role
from apps.drafting.domain.criteria.periods import Window, of_when
from apps.drafting.domain.criteria.suppliers import is_suppliers_result, suppliers_of
from apps.drafting.domain.facts.quotes import Quote

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
ORDER = re.compile(r"\borders?\b", re.IGNORECASE)
ENOUGH = 0.6  # of the words of what a document must be about
NONE_THERE = re.compile(
    r"\bnot (?:received|brought|available|on file|in (?:the )?chart|provided|done|completed|kept)\b|"
    r"\bnone (?:received|on file)\b|"
    r"\bno (?:\w+ ){0,3}(?:received|on file|available|kept|brought)\b|\bmissing\b|\bleft (?:it )?at\b|\bstill needed\b|"
    r"\bno data\b|\bnever (?:received|brought|sent|kept)\b",
    re.IGNORECASE,
)


def document(case: Case, test: Test) -> Finding:
    """Return whether a final document of the kind asked for is in the chart."""
    window = case.window(test.get("within"))
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    found = [page for page in pages(case) if _is_it(page, names_of(test)) and _is_about(page, test)]
    timely = [page for page in found if window.holds(page.when)]
    final = [page for page in timely if page.is_final]
    shut_out = [(page, why) for page in final if (why := refused(case, page, test))]
    allowed = [page for page in final if all(page is not other for other, _ in shut_out)]
    if shut_out and not allowed:
        page, why = shut_out[0]
        return not_met(
            f"{page.first.document_title} was not made by whom the policy allows: {why[0].plain[:160]}",
            [*why[:2], *_telling(page, test)], f"{named_words(test)}, made by somebody else.",
        )  # fmt: skip
    if reported := _reports(case, test, window):
        return met(f"In the chart: {reported[0].quotes[0].plain[:160]}", reported)
    return _of_pages(case, test, allowed, timely) or _not_there(case, test, found)


def _of_pages(case: Case, test: Test, final: Sequence[Page], timely: Sequence[Page]) -> Finding | None:
    """Return what the pages of the kind and the time come to; None where there are none."""
    name = named_words(test)
    if good := [page for page in final if signed(page, test, case) is True]:
        day = good[0].when.words if good[0].when else "undated"
        data = [Datum((*_telling(page, test), *signature(page, test)), page.when) for page in good[:2]]
        return met(f"In the chart: {good[0].first.document_title}, {day}.", data)
    if final:
        return open_finding(f"{final[0].first.document_title} is in the chart; who signed it is not shown as asked.",
                            _telling(final[0], test), wanted=f"{name}, signed by {signers(test)}.")  # fmt: skip
    if timely:
        return open_finding(f"{timely[0].first.document_title} is in the chart, but not final.",
                            [timely[0].quote], wanted=f"{name}, final and signed.")  # fmt: skip
    return None


def _reports(case: Case, test: Test, window: Window) -> list[Datum]:
    """Return the final reports of results that are what is asked; only its line tells who signed one."""
    signing = [str(one) for one in (*as_list(test.get("signed_by")), *performers(test))]
    suppliers = suppliers_of(case) if shuts_out_suppliers(test) else frozenset[str]()
    return [
        Datum((event.line.quote,), of_when(event.day)) for event in case.chart.reports
        if first_named(event.title, names_of(test)) and event.line.has("final report", "amended", "corrected")
        and window.holds(of_when(event.day)) and _speaks_of(event.line.quote.plain, test)
        and (not signing or any(is_role(event.line.quote.plain, role) for role in signing))
        and not (shuts_out_suppliers(test) and is_suppliers_result(event.line, suppliers))
    ]  # fmt: skip


def _is_it(page: Page, names: Sequence[str]) -> bool:
    asked_for = (
        ASKED_FOR
        if any(ORDER.search(name) for name in names)
        else re.compile(f"{ASKED_FOR.pattern}|{ORDER.pattern}", re.IGNORECASE)
    )
    titles = "\n".join(title for title in (page.first.document_title, _heading(page)) if not asked_for.search(title))
    if page.first.document_kind == "referral":
        return False
    sections = " ".join(one.section_title for one in page.passages)
    for name in names:
        if (
            is_study(page, name)
            or first_named(titles, titles_of(name))
            or (roots(name) <= roots(titles.split("\n")[0]) and roots(name))
        ):
            return True
        parts = parts_of(name)
        if parts and all(holds(f"{sections}\n{page.text}", part) for part in parts):
            return True
    return False


def _heading(page: Page) -> str:
    """Return the first lines in which a page says what it is; a sentence that mentions another document is none."""
    lines = [line.strip() for line in page.first.text[:HEADER].split("\n")][:MOST_LINES]
    return "\n".join(line for line in lines if line and len(line.split()) <= MOST_WORDS and not SENTENCE.search(line))


def _is_about(page: Page, test: Test) -> bool:
    return _speaks_of(page.text, test)


def _speaks_of(text: str, test: Test) -> bool:
    asked = roots(str(test.get("about") or ""))
    return not asked or len(asked & roots(text)) >= max(1, ENOUGH * len(asked))


def _telling(page: Page, test: Test) -> list[Quote]:
    """Return the line of a page that says what it is, or what in it shows that; its first line where nothing does."""
    for passage in page.passages:
        if named := first_named(passage.text, [title for name in names_of(test) for title in titles_of(name)]):
            start = passage.text.rfind("\n", 0, named.start) + 1
            end = passage.text.find("\n", named.end)
            return [Quote(passage, start, end if end >= 0 else len(passage.text))]
    return telling_sentences(page, names_of(test), str(test.get("about") or "")) or [page.quote]


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
        return open_finding(f"{outside_words(found[0].first.document_title, found[0].when, window)}.", (),
                            _telling(found[0], test), f"{name} from {window.words}.")  # fmt: skip
    return open_finding(
        f"No document of this kind is in the chart ({name})." + (" A note mentions it." if said else ""),
        (one.quote for one in said[:3]), wanted=f"{name}.",
    )  # fmt: skip
