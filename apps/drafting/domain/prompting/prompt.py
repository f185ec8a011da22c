"""A prompt: its words, and the closed list of what an answer to it may cite."""

from dataclasses import dataclass

from apps.drafting.domain.claims import CitedSpan, ClaimType, DraftKind

HISTORY = "History and severity"
SUMMARY_SECTIONS = (
    "Summary",
    "Needs attention first",
    "Active problems",
    "Medications now",
    "Allergies and intolerances",
    "Events",
    "Function and directives",
    "Family history",
)
# What is absent from a chart is for code to say: it reads all of it, a model only what fitted.
OF_A_MODEL = tuple(kind for kind in ClaimType if kind is not ClaimType.ABSENCE)


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that can be cited: sentence 2 of passage 3 of the closed list is ``3.2``."""

    id: str
    span: CitedSpan
    document_kind: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What one model call is asked. The same input, marker and budget give the same prompt."""

    kind: DraftKind
    system: str
    user: str
    units: tuple[Unit, ...]
    version: str  # of the prompt text: "chart_summary/1.md"
    sha256: str  # of the prompt text's file
    marker: str  # hexadecimal; stands before and after the record
    sections: tuple[str, ...]
    tokens: tuple[str, ...] = ()  # surrogates that stand in the record shown
    left_out: int = 0  # lines of the record for which there was no room

    @property
    def types(self) -> tuple[ClaimType, ...]:
        """What a claim of this kind of draft can be."""
        letter = self.kind is DraftKind.PRIOR_AUTH_LETTER
        return tuple(kind for kind in OF_A_MODEL if letter or kind is not ClaimType.CRITERION)

    def criterion_of(self, section: str) -> str:
        """Return the node id of the policy's criterion that a section answers, or an empty text."""
        return section.removeprefix("Criterion ") if section.startswith("Criterion ") else ""


def sections_of(kind: DraftKind, criteria: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings of a draft in order; ``criteria`` are node ids."""
    if kind is DraftKind.CHART_SUMMARY:
        return SUMMARY_SECTIONS
    return (HISTORY, *(f"Criterion {node_id}" for node_id in criteria))
