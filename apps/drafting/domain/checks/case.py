"""What a rule looks at: one claim, the quotes of it that resolve, and what the request itself says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apps.drafting.domain.claims import ProposedClaim
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.tasks import DraftTask


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with what it rests on. ``suspects`` are documents nothing may rest on, with the rule that says so."""

    claim: ProposedClaim
    supporting: tuple[Quote, ...]
    contradicting: tuple[Quote, ...]
    task: DraftTask
    suspects: Mapping[str, str] = field(default_factory=dict)

    @property
    def quoted(self) -> str:
        """Every quote, one a line."""
        return "\n".join(quote.text for quote in (*self.supporting, *self.contradicting))

    @property
    def evidence(self) -> str:
        """Every quote with the section and title it stands under."""
        quotes = (*self.supporting, *self.contradicting)
        titles = (f"{quote.passage.section_title}\n{quote.passage.document_title}" for quote in quotes)
        return "\n".join([self.quoted, *titles])

    @property
    def given(self) -> str:
        """What the request and the patient's profile say."""
        age = "" if self.task.age is None else f"{self.task.age}-year-old {self.task.age} years old"
        codes = " ".join([self.task.service_code, *self.task.diagnosis_codes])
        return f"{age} {self.task.subject} {codes}"
