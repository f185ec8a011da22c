"""A replay as the trace page shows it: words only to whom the words of the draft's questions may be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from apps.drafting.domain.replaying import Replay, replay_from_json
from apps.drafting.selectors import queries_asked_for, replay_newest
from apps.retrieval.selectors import queries_without_words
from apps.review.selectors.naming import naming_for
from apps.review.selectors.why import holds_rights_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft


@dataclass(frozen=True, slots=True)
class ShownReplay:
    """The newest replay of a draft; ``made`` is None while it waits for a worker."""

    asked_at: datetime
    asked_by: str
    made: Replay | None
    with_words: bool


def replay_shown(draft: "Draft", person: "Person", *, granted: bool) -> ShownReplay | None:
    """Return the newest replay of a draft that ``access_ledger`` let in, or None when nobody asked for one.

    Its words come from everything the person who asked for the draft could read, so they are told only to a reader
    with a grant whose role may read all of that.
    """
    row = replay_newest(draft)
    if row is None:
        return None
    asked = queries_without_words(queries_asked_for(draft))
    return ShownReplay(
        asked_at=row.created_at,
        asked_by=naming_for(person, granted=granted)(row.asked_by) if row.asked_by else "",
        made=replay_from_json(row.result) if row.finished_at else None,
        with_words=granted and all(holds_rights_of(query.filter, person.role) for query in asked),
    )
