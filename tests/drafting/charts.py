"""Small charts as a backend sees them, made by hand."""

from datetime import UTC, date, datetime
from itertools import count

from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.tasks import DraftInput, DraftTask, PassageView, PolicyLeaf, PolicyView

TODAY = date(2026, 11, 21)
_numbers = count(1)


def passage(kind: str, section: str, text: str, day: date, *, structured: bool = False, title: str = "") -> PassageView:
    number = next(_numbers)
    return PassageView(
        passage_id=f"p{number}",
        text=text,
        document_id=f"d{number}",
        start=0,
        end=len(text),
        document_kind=kind,
        document_title=title or kind.replace("_", " ").capitalize(),
        section_kind=section.lower().replace(" ", "_"),
        section_title=section,
        dated_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
        structured=structured,
    )


def lines(kind: str, section: str, *texts: str, day: date = TODAY) -> PassageView:
    """Return a structured passage: one fact a line, as the chart renders them."""
    return passage(kind, section, "\n".join(texts), day, structured=True)


def note(text: str, day: date, *, kind: str = "progress_note", section: str = "assessment_and_plan") -> PassageView:
    return passage(kind, section, text, day)


def summary_of(*passages: PassageView, age: int | None = 58, sex: str = "female") -> DraftInput:
    return DraftInput(DraftTask(DraftKind.CHART_SUMMARY, "Chart summary", TODAY, age, sex), passages)


def letter_of(*passages: PassageView, leaves: tuple[PolicyLeaf, ...], subject: str = "Adalimumab") -> DraftInput:
    policy = PolicyView("RA-04", "3", "Adalimumab for rheumatoid arthritis", "Example Payer", (), leaves)
    task = DraftTask(DraftKind.PRIOR_AUTH_LETTER, subject, TODAY, 58, "female", policy, "HCPCS J0135", ("M05.79",))
    return DraftInput(task, passages)


# A woman with rheumatoid arthritis: the worked miniature of the design, made smaller.
CALLOWAY = (
    lines(
        "problem_list",
        "Active problems",
        "Seropositive rheumatoid arthritis · active · since Mar 2024 · recorded 28 Mar 2024",
        "Hypertension · active · since 2019",
    ),
    lines(
        "medication_list",
        "Ordered, current",
        "Hydroxychloroquine tablet, 300 mg by mouth daily · ordered 20 May 2025 · active · for Rheumatoid arthritis",
        "Lisinopril 20 mg tablet, 20 mg by mouth daily · ordered 3 Mar 2026 · active · for Hypertension",
    ),
    lines(
        "medication_list",
        "Ordered, no longer current",
        "Leflunomide 20 mg tablet, 20 mg by mouth daily · started 3 Jun 2024 · stopped 11 Mar 2025 · "
        "reason: No adequate response, CDAI 34 to 29 · for Rheumatoid arthritis",
    ),
    lines(
        "medication_list",
        "Reported as stopped or not taken",
        "Methotrexate, 20 mg weekly · started 16 Apr 2024 · stopped 30 Sep 2024 · stated 3 Oct 2024",
    ),
    lines(
        "allergy_list",
        "Allergies and intolerances",
        "Sulfasalazine: Generalized rash (moderate) · active · since 9 Apr 2025 · recorded 9 Apr 2025",
    ),
    lines(
        "results",
        "Laboratory results",
        "CDAI: 34 (high) · 3 Jun 2024",
        "CDAI: 29 (high) · 11 Mar 2025",
        "CDAI: 31 (high) · 6 Nov 2026",
        "Potassium: 5.4 mmol/L (high; reference 3.5-5.0 mmol/L) · 2 Nov 2026",
    ),
    note(
        "Pt called, stopped MTX last wk after 5 doses, can't keep food down.",
        date(2024, 5, 21),
        kind="telephone_encounter",
        section="other",
    ),
    note("RA, seropositive, active. MTX 20 mg weekly Apr-Sep 2024, failed. On LEF since June.", date(2024, 10, 3)),
    note("Mother RA. Sister Margit hepatotoxicity on MTX.", date(2024, 3, 28), section="family_history"),
    note("She agrees to a TNF inhibitor. Plan adalimumab 40 mg SC q2wk. IGRA pending.", date(2026, 11, 6)),
)
