"""How far one search reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.retrieval.interface import SearchFilter

if TYPE_CHECKING:
    from uuid import UUID

    from apps.access.models import Person

EVERYTHING = SearchFilter()


@dataclass(frozen=True, slots=True)
class Reach:
    """One patient, as far as one person may read now, and what is left out beside that.

    What the person opened in an emergency counts only where ``emergency`` says so: nothing is drafted from it.
    """

    patient_id: str | UUID
    requester: Person
    filters: SearchFilter = EVERYTHING
    emergency: bool = False
