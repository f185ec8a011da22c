"""What a rule looks at: one claim, the quotes of it that resolve, and what the request itself says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from apps.drafting.domain.checks.alignment import Alignment, align
from apps.drafting.domain.checks.grounds import Ground, grounds_of
from apps.drafting.domain.checks.verbatim import is_verbatim
from apps.drafting.domain.claims import ClaimType, ProposedClaim
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import Suspect
from apps.drafting.domain.language.lexicon import Lexicon, house_lexicon
from apps.drafting.domain.tasks import DraftTask

SEXES = {"female": "woman female girl", "male": "man male boy"}
# What a reader acts on at once: the record must say it itself, in its own words.
DIRECT = frozenset(
    {ClaimType.IDENTITY, ClaimType.DIAGNOSIS, ClaimType.MEDICATION, ClaimType.ALLERGY, ClaimType.CRITERION}
)
LEAST_SAID = 0.25  # of the words of a claim; below it the quotes are about something else


@dataclass(frozen=True)
class Case:
    """A claim with what it rests on. ``suspects`` are places that nothing may rest on."""

    claim: ProposedClaim
    supporting: tuple[Quote, ...]
    contradicting: tuple[Quote, ...]
    task: DraftTask
    suspects: Sequence[Suspect] = ()

    @property
    def given(self) -> str:
        """What the request and the patient's profile say."""
        age = "" if self.task.age is None else f"{self.task.age}-year-old {self.task.age} years old"
        sex = SEXES.get(self.task.sex, " ".join(SEXES.values())) + " person"
        codes = " ".join([self.task.service_code, *self.task.diagnosis_codes])
        return f"{age} {sex} {self.task.subject} {codes}"

    @property
    def lexicon(self) -> Lexicon:
        """What the house knows of clinical words."""
        return house_lexicon()

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """The sentences of all quotes, those that support first."""
        return grounds_of((*self.supporting, *self.contradicting), self.lexicon)

    @cached_property
    def alignment(self) -> Alignment:
        """The claim laid against its grounds."""
        return align(self.claim.text, self.grounds, self.given, self.lexicon)

    @cached_property
    def is_verbatim(self) -> bool:
        """Whether the claim does nothing but quote whole sentences."""
        return is_verbatim(self.claim.text, self.supporting)

    @property
    def is_direct(self) -> bool:
        """Whether the claim is of a kind that only the record's own words support."""
        return self.claim.type in DIRECT

    @property
    def is_about_quotes(self) -> bool:
        """Whether there are quotes and they say something of the claim at all."""
        return bool(self.supporting) and self.alignment.share >= LEAST_SAID
