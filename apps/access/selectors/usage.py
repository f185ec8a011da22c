"""What people did with their rights lately, from the log; who signed off who may see what."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from apps.access.models import AccessReview, Person
from apps.audit.selectors import acts_since, patients_touched_since


def acts_by_person(organization_id: UUID, since: datetime) -> dict[str, frozenset[str]]:
    """Return which acts each person of an organization caused since a moment: one statement."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor_id, action in acts_since(organization_id=organization_id, since=since):
        found[actor_id].add(action)
    return {actor_id: frozenset(acts) for actor_id, acts in found.items()}


def patients_by_person(organization_id: UUID, since: datetime) -> dict[str, frozenset[str]]:
    """Return about which patients each person did anything since a moment: one statement."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor_id, patient_id in patients_touched_since(organization_id=organization_id, since=since):
        found[actor_id].add(patient_id)
    return {actor_id: frozenset(patients) for actor_id, patients in found.items()}


def access_reviews(person: Person) -> list[AccessReview]:
    """Return who signed off who may see what in a person's organization, the newest first."""
    return list(AccessReview.objects.filter(organization=person.organization_id).select_related("person")[:20])
