"""The kinds of fact a structured chart holds, each read from one line."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.drafting.domain.facts.lines import Line, When, line_of, when
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.knowledge import SEMANTIC_TAG, result_name
from apps.drafting.domain.language.quantities import NUMBER
from apps.drafting.domain.language.words import SHORT_FORMS, WORD

# Label, value, and in brackets what it means: Potassium: 5.3 mmol/L (high; reference 3.5-5.1 mmol/L).
VALUED = re.compile(r"(?P<label>.+?): (?P<value>[^:]+?)(?: \((?P<meaning>(?:[^()]|\([^()]*\))*)\))?$")
SPECIMEN = re.compile(r" ?\[(?![A-Z]+-\d+[a-z]?\])[^\]]*\].*$| in (?:Serum|Blood|Urine|Plasma|Capillary|Arterial).*$")
ABNORMAL = ("high", "low", "critical", "panic", "abnormal", "positive", "detected", "reactive", "significant change")
# The stored value is not the whole finding: a bound of a range, an estimate, a spoiled specimen.
CAVEAT = re.compile(
    r"\b(?:bound|range|reported as|estimated?|approx\w*|h(?:a|)emoly[sz]ed|invalid|unreliable)\b", re.IGNORECASE
)
NOT_ABNORMAL = ("not detected", "non-reactive")
# The first word names the drug, except where it names a family of them.
NO_VALUE = frozenset({"final report", "preliminary", "registered, no result yet", "amended", "corrected"})
FAMILY_WORDS = frozenset(
    {"insulin", "calcium", "sodium", "potassium", "vitamin", "ferrous", "magnesium", "folic", "ethinyl"}
)
PHARMACY_FILLS, NOT_GIVEN = "Pharmacy fills", "NOT dispensed: "  # as the chart renders them
NOT_A_NAME = frozenset({"hr", "ml", "mg", "actuat", "day", "pack", "nda", "unt", "dose"})


def drug_key(text: str) -> str:
    """Return what names the drug in a medication line: its first word, or two where one is not enough."""
    words = [w.lower().strip("'") for w in WORD.findall(text.split("[", maxsplit=1)[0])]
    words = [SHORT_FORMS.get(word, word).split("/")[0].split()[0] for word in words]
    words = [part for word in words for part in [word.split("/")[0]] if part not in NOT_A_NAME]
    if not words:
        return text.lower()
    return " ".join(words[:2]) if words[0] in FAMILY_WORDS else words[0]


@dataclass(frozen=True, slots=True)
class Problem:
    name: str
    active: bool
    since: str  # as written
    certainty: str  # "provisional, not confirmed", or empty
    note: str
    line: Line


@dataclass(frozen=True, slots=True)
class Medication:
    """One order, or one report of what is taken."""

    key: str
    head: str  # drug and dosage as written
    current: bool
    reported: bool  # told, not ordered
    started: When | None  # or ordered, where no start is given
    begun: bool  # a start is given, not only an order
    ended: When | None
    stated: When | None
    reason: str  # why it was stopped
    indication: str
    planned: bool  # proposed, planned or drafted: not a medication yet
    line: Line


@dataclass(frozen=True, slots=True)
class Fill:
    """One supply that a pharmacy handed over, or did not."""

    key: str
    head: str
    given: bool
    day: When | None
    supply: int | None  # days
    reason: str  # why it was not handed over
    line: Line


@dataclass(frozen=True, slots=True)
class Allergy:
    substance: str
    reaction: str
    since: str
    active: bool
    none_known: bool  # "no known allergies", stated as a fact
    not_recorded: bool
    line: Line


@dataclass(frozen=True, slots=True)
class Result:
    label: str  # as written
    name: str  # what clinicians call it
    value: str  # as written
    number: Decimal | None  # of a plain number; None for ranges and words
    meaning: str  # interpretation and reference, as written
    flag: str  # "high", "low" ... or empty
    caveat: str  # a note that says the value is not the whole finding, as written, or empty
    day: When | None
    section: str
    line: Line


@dataclass(frozen=True, slots=True)
class Event:
    """A report, a procedure, a stay or a visit: something that happened on a day."""

    kind: str  # report, procedure, admission, emergency, visit, immunization
    title: str
    detail: str
    day: When | None
    line: Line


@dataclass(frozen=True, slots=True)
class Order:
    title: str
    status: str
    day: When | None
    due: When | None  # the day it is for, or the first of its days, where it says one
    note: str
    line: Line

    def is_for_later(self, as_of: date) -> bool:
        """Return whether it is for a day that has not come: nothing of it can be missing yet."""
        return self.due is not None and self.due.first > as_of


def problem_of(quote: Quote) -> Problem:
    line = line_of(quote)
    certainty = next((p for p in line.parts if p.endswith("not confirmed") or p == "presumed"), "")
    active = quote.passage.section_title == "Active problems" or line.has("active", "recurrence", "relapse")
    return Problem(line.head, active, line.after("since "), certainty, line.after("note: "), line)


def medication_of(quote: Quote) -> Medication | None:
    """Return an order or a report of what is taken; None for what a pharmacy did."""
    if quote.passage.section_title == PHARMACY_FILLS:
        return None
    line, title = line_of(quote), quote.passage.section_title
    ended = line.date_of("stopped ", "completed ", "ended ", "cancelled ", "not taken ")
    over = "no longer" in title or "stopped" in title or line.has("stopped", "completed", "cancelled", "not taken")
    return Medication(
        key=drug_key(line.head),
        head=line.head,
        current=not over and ended is None,
        reported=title.startswith("Reported"),
        started=line.date_of("started ") or line.date_of("ordered "),
        begun=bool(line.after("started ")),
        ended=ended,
        stated=line.date_of("stated "),
        reason=line.after("reason: "),
        indication=line.after("for "),
        planned=line.has(
            "proposed, not ordered", "planned, not ordered", "option, not ordered", "drafted, not yet ordered"
        ),
        line=line,
    )


def fill_of(quote: Quote) -> Fill | None:
    """Return what a pharmacy did with one order; None for every other line of the medication list."""
    if quote.passage.section_title != PHARMACY_FILLS:
        return None
    line = line_of(quote)
    head = line.head.removeprefix(NOT_GIVEN)
    days = NUMBER.match(line.after("supply for "))
    return Fill(
        key=drug_key(head), head=head, given=head == line.head, day=when(" ".join(line.parts[:1])),
        supply=round(float(days.group())) if days else None, reason=line.after("reason: "), line=line,
    )  # fmt: skip


def allergy_of(quote: Quote) -> Allergy:
    line = line_of(quote)
    substance, _, reaction = SEMANTIC_TAG.sub("", line.head).partition(": ")
    none_known = "stated as a fact" in line.head or line.head.lower().startswith("no known")
    return Allergy(
        substance=substance,
        reaction=reaction,
        since=line.after("since "),
        active=not line.has("inactive", "resolved"),
        none_known=none_known,
        not_recorded="not recorded" in line.head and substance == "Allergies",
        line=line,
    )


def result_of(quote: Quote) -> Result | None:
    """Return the value a line holds, or None when it holds none."""
    line = line_of(quote)
    match = VALUED.match(line.head)
    if match is None or line.has("final report") or match["value"] in NO_VALUE:
        return None
    meaning = match["meaning"] or ""
    flag = meaning.split(";")[0].strip()
    number = NUMBER.match(match["value"])
    note = line.after("note: ").rstrip(".")
    exact = number and not re.match(r"[-/]\d", match["value"][number.end() :])
    return Result(
        label=match["label"],
        name=result_name(SPECIMEN.sub("", match["label"]).strip()),
        value=match["value"].strip(),
        number=Decimal(number.group().replace(",", "")) if number and exact else None,
        meaning=meaning,
        flag=flag if any(w in flag for w in ABNORMAL) and not any(w in flag for w in NOT_ABNORMAL) else "",
        caveat=note if CAVEAT.search(note) else "",
        day=when(line.dated),
        section=quote.passage.section_title,
        line=line,
    )


def report_of(quote: Quote) -> Event | None:
    """Return the conclusion of a report, or None when the line is something else."""
    line = line_of(quote)
    if not any(part in {"final report", "preliminary", "amended", "corrected"} for part in line.parts):
        return None
    title, found, conclusion = line.head.partition(": ")
    return Event("report", title, conclusion, when(line.dated), line) if found else None


def procedure_of(quote: Quote) -> Event:
    line = line_of(quote)
    detail = "; ".join(p for p in line.parts if p != line.dated and not p.startswith(("by ", "with ", "at ")))
    return Event("procedure", line.head, detail, when(line.dated), line)


def encounter_of(quote: Quote) -> Event:
    line = line_of(quote)
    kind = (
        "admission"
        if "inpatient" in line.head.lower()
        else "emergency"
        if "emergency" in line.head.lower()
        else "visit"
    )
    return Event(kind, line.head, line.after("for "), when(line.dated), line)


def order_of(quote: Quote) -> Order:
    line = line_of(quote)
    status = next(
        (p for p in line.parts if p.split(",")[0] in {"active", "draft", "on-hold", "completed", "revoked"}), ""
    )
    return Order(
        line.head,
        status,
        line.date_of("ordered ") or when(line.dated),
        line.date_of("due "),
        line.after("note: "),
        line,
    )
