"""What a request lacks before it may become a bundle: one sentence for each field, and nothing is built (P03, P08)."""

from collections.abc import Iterable, Iterator

from apps.review.domain.npi import npi_holds
from apps.review.domain.pas.values import MOST_OF_A_CLAIM, MOST_OF_AN_ITEM, Individual, Item, Member, PasRequest

SEXES = frozenset({"female", "male", "other", "unknown"})


class PasIncomplete(ValueError):
    """A request that cannot be built; ``sentences`` name what it lacks."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


def lacks(request: PasRequest) -> tuple[str, ...]:
    """Return what a request lacks, one sentence for each field; empty when it can be built."""
    return (
        *_of_parties(request),
        *_of_member(request.member),
        *_of_team(request),
        *(sentence for item in request.items for sentence in _of_item(item)),
        *_of_lines(request),
    )


def _of_parties(request: PasRequest) -> Iterator[str]:
    if not request.payer:
        yield "The payer's name (insurer) is missing: the letter names no policy of a payer."
    if not request.clinic.name:
        yield "The organization's name (provider) is missing."
    yield from _of_individual(request.provider, "The clinician who signed (provider)")
    if not npi_holds(request.provider.npi):
        yield "The NPI of the clinician who signed is missing or wrong: ten digits with a check digit."
    if not request.trace:
        yield "The trace number (TRN) is missing."


def _of_individual(person: Individual, named: str) -> Iterator[str]:
    if not person.family:
        yield f"{named} has no family name."
    if not person.given:
        yield f"{named} has no given name."


def _of_member(member: Member) -> Iterator[str]:
    if not member.family or not member.given:
        yield "The patient's family name or given name is missing."
    if member.born is None:
        yield "The patient's date of birth is missing."
    if member.sex not in SEXES:
        yield "The patient's sex (gender) is missing, or none that a payer reads."
    if not member.member_id:
        yield "The member number (subscriber id) of an active coverage is missing."
    if not member.relationship:
        yield "The coverage does not say how the patient is related to the subscriber."
    elif member.relationship != "self" and member.subscriber is None:
        yield "The plan is another person's, and the coverage does not name the subscriber."
    if member.subscriber is not None:
        yield from _of_individual(member.subscriber, "The subscriber")


def _of_team(request: PasRequest) -> Iterator[str]:
    of_claim = sum(member.of_claim for member in request.team)
    if of_claim > MOST_OF_A_CLAIM:
        yield (
            f"{of_claim} people stand in the care team of the whole request; a 278 carries {MOST_OF_A_CLAIM}. Leave "
            f"{of_claim - MOST_OF_A_CLAIM} out."
        )
    known = {member.sequence for member in request.team}
    if len(known) < len(request.team):
        yield "Two people of the care team have one sequence."
    for item in request.items:
        if len(set(item.care_team)) > MOST_OF_AN_ITEM:
            number = len(set(item.care_team))
            yield (
                f"{number} people stand in the care team of line {item.sequence}; a 278 carries {MOST_OF_AN_ITEM} for "
                f"a line. Leave {number - MOST_OF_AN_ITEM} out."
            )
        if not set(item.care_team) <= known:
            yield f"Line {item.sequence} names somebody who is not in the care team."
    for member in request.team:
        yield from _of_individual(member.person, f"Member {member.sequence} of the care team")


def _of_item(item: Item) -> Iterator[str]:
    line = f"line {item.sequence}"
    if not item.service.system or not item.service.code:
        yield f"The service code of {line} is missing, or its code system is not known (SV1, SV2)."
    if not item.service_type:
        yield f"The service type of {line} is missing (UM03)."
    if not item.facility:
        yield f"The place of service of {line} is missing (UM04)."
    if item.delivery.quantity <= 0:
        yield f"The quantity of {line} is missing (SV1, SV2)."
    if not item.category or not item.certification:
        yield f"The category or the certification type of {line} is missing (UM01, UM02)."
    if item.start and item.end and item.end < item.start:
        yield f"The dates of {line} end before they begin."


def _of_lines(request: PasRequest) -> Iterator[str]:
    if not request.items:
        yield "Nothing is asked for: the request has no line."
    if len({item.sequence for item in request.items}) < len(request.items):
        yield "Two lines have one sequence."
    if not request.diagnoses or not all(diagnosis.code for diagnosis in request.diagnoses):
        yield "A diagnosis with its ICD-10-CM code is missing (HI)."
    if request.letter is None or not request.letter.content:
        yield "The signed letter (PDF) is missing."
    if request.accident and request.accident.on is None:
        yield "The day of the accident is missing (UM05)."
