"""Who reads a case: two physicians by lot among those who may open the draft and took no part in it, a third where
these differ. A case for which there are too few waits."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.access.domain.roles import Permission
from apps.access.selectors import people_with
from apps.core.standing import standing_in
from apps.quality.domain.adjudication import place_in_line, seats_for
from apps.quality.models import AdjudicationCase, AdjudicationReading, AdjudicationRound
from apps.quality.selectors.adjudication import readings_told_anew
from apps.review.selectors.second_reading import claimed_once, opened_at_the_desk, readable_among, took_part


@dataclass(frozen=True, slots=True)
class Readers:
    """Who may read which draft, and who had opened it at the desk, where the decision shows: they come last."""

    eligible: Mapping[UUID, set[UUID]]
    opened: Mapping[UUID, set[UUID]]

    def in_line(self, case: AdjudicationCase, seed: str, seated: Collection[UUID]) -> list[UUID]:
        """Return who may take a seat at a case, in the order of the lot."""
        free = self.eligible[case.draft_id].difference(seated)
        known = self.opened.get(case.draft_id, set())
        return sorted(free, key=lambda person: (person in known, place_in_line(seed, case.pk, person)))


def readers_of(organization_id: UUID, draft_ids: Collection[UUID]) -> Readers:
    """Return who may read these drafts. One statement for each physician, seven for all drafts."""
    readable: defaultdict[UUID, set[UUID]] = defaultdict(set)
    with standing_in(organization_id):  # the house asks, whoever's request it is: others may see other charts
        for person in people_with(Permission.ADJUDICATE, organization_id=organization_id):
            for draft_id in readable_among(person, draft_ids):
                readable[draft_id].add(person.pk)
        part, claimed = took_part(draft_ids), claimed_once(organization_id, draft_ids)
        opened = opened_at_the_desk(organization_id, draft_ids)
    nobody: set[UUID] = set()
    eligible = {one: readable[one] - part.get(one, nobody) - claimed.get(one, nobody) for one in draft_ids}
    return Readers(eligible, opened)


def cases_seat(found: AdjudicationRound, cases: Sequence[AdjudicationCase]) -> int:
    """Give every seat that is needed and free to somebody, where there is anybody; return how many were given.

    A seat whose holder may not read the draft any more is free again, unless it was answered.
    """
    waiting = [case for case in cases if not case.gold]
    drafts = {case.draft_id for case in waiting}
    readers = readers_of(found.organization_id, drafts)
    read_before = _read_elsewhere(found, drafts)
    given = [
        seat for case in waiting for seat in _seats(case, found.seed, readers, read_before.get(case.draft_id, set()))
    ]
    AdjudicationReading.objects.bulk_create(given)
    readings_told_anew(seat.person_id for seat in given)
    return len(given)


def _seats(case: AdjudicationCase, seed: str, readers: Readers, before: set[UUID]) -> list[AdjudicationReading]:
    kept, answered = {}, []
    for one in case.readings.order_by("seat"):
        if one.answered_at is None and one.person_id not in readers.eligible[case.draft_id]:
            one.delete()
            continue
        kept[one.seat] = one.person_id
        if one.answered_at:
            answered.append(one.verdict)
    free = [seat for seat in range(1, seats_for(answered) + 1) if seat not in kept]
    line = readers.in_line(case, seed, {*kept.values(), *before})
    return [
        AdjudicationReading(case=case, seat=seat, person_id=person)
        for seat, person in zip(free, line, strict=False)
    ]  # fmt: skip


def _read_elsewhere(found: AdjudicationRound, draft_ids: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return of each draft who read it in another round."""
    readers: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = AdjudicationReading.objects.filter(case__draft__in=draft_ids).exclude(case__round=found)
    for draft_id, person_id in rows.values_list("case__draft", "person"):
        readers[draft_id].add(person_id)
    return readers
