"""Finding patients by words when their names are sealed: opened and compared here, or asked for by blind index."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.chart.indexes import birth_date_index, folded, mrn_index, name_words_index
from apps.chart.models import Patient
from apps.core.crypto.errors import DAMAGED
from apps.core.crypto.keys import data_keys, destroyed_subjects

MOST_OPENED = 2000  # patients whose names are opened for one list
OPENED_AT_ONCE = 200
DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y")


def by_name(
    visible: QuerySet[Patient], organization_id: UUID, words: Sequence[str]
) -> Sequence[Patient] | QuerySet[Patient]:
    """Return those of the patients that every word fits, by name: a part of a name or of an MRN, or a birth date.

    Among more than MOST_OPENED, whole words only, and the newest record first: the database cannot sort what it cannot
    read. A patient whose key was destroyed is on no list, one whose name is damaged stands last on the whole
    one. Two statements, one when the keys are in memory.
    """
    living = visible.exclude(pk__in=destroyed_subjects()).defer("body_sealed", "mentions_sealed")
    opened = list(living[: MOST_OPENED + 1])
    if len(opened) > MOST_OPENED:
        return living.filter(*(_whole_word(organization_id, word) for word in words)).order_by("-created_at", "pk")
    data_keys(patient.pk for patient in opened)
    wanted = [folded(word) for word in words]
    damaged = [patient for patient in opened if not _opens(patient)]
    readable = (patient for patient in opened if patient not in damaged) if damaged else opened
    fitting = sorted((patient for patient in readable if all(_fits(patient, word) for word in wanted)), key=_place)
    return fitting if words else [*fitting, *damaged]


def of_organization(organization_id: UUID) -> Iterator[Patient]:
    """Yield every patient of an organization whose record can be read, a few at a time."""
    living = Patient.objects.filter(organization=organization_id).exclude(pk__in=destroyed_subjects())
    rows = living.iterator(chunk_size=OPENED_AT_ONCE)
    while some := list(islice(rows, OPENED_AT_ONCE)):
        data_keys(patient.pk for patient in some)
        yield from (patient for patient in some if _opens(patient))


def with_a_word(organization_id: UUID, words: Sequence[str]) -> list[Patient]:
    """Return the patients of an organization who have one of these words in their names, by blind index."""
    wanted = name_words_index(organization_id, *words)
    living = Patient.objects.filter(organization=organization_id, name_index__overlap=wanted)
    living = living.exclude(pk__in=destroyed_subjects()).defer("body_sealed", "mentions_sealed")
    found = list(living) if wanted else []
    data_keys(patient.pk for patient in found)
    return [patient for patient in found if _opens(patient)]


def _opens(patient: Patient) -> bool:
    try:
        return bool((patient.family_name, patient.given_name, patient.mrn, patient.birth_date))
    except DAMAGED:
        return False


def _place(patient: Patient) -> tuple[str, str, UUID]:
    return folded(patient.family_name), folded(patient.given_name), patient.pk


def _fits(patient: Patient, word: str) -> bool:
    born = _date_of(word)
    texts = (patient.family_name, patient.given_name, patient.mrn)
    return any(word in folded(text) for text in texts) or bool(born and born == patient.birth_date)


def _whole_word(organization_id: UUID, word: str) -> Q:
    condition = Q(mrn_index=mrn_index(organization_id, word))
    if names := name_words_index(organization_id, word):
        condition |= Q(name_index__contains=names)
    if born := _date_of(word):
        condition |= Q(birth_date_index=birth_date_index(organization_id, born))
    return condition


def _date_of(word: str) -> date | None:
    for form in DATE_FORMATS:
        with suppress(ValueError):
            return datetime.strptime(word, form).date()  # noqa: DTZ007 - a birth date has no zone
    return None
