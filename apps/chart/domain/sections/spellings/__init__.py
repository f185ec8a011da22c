"""How section headers are spelled in real notes, as data: one kind, its many titles.

Titles are lower case, without punctuation at the ends; "&" and "/" read as written.
"""

from collections.abc import Mapping

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections.spellings.done import DONE
from apps.chart.domain.sections.spellings.found import FOUND
from apps.chart.domain.sections.spellings.told import TOLD

__all__ = ["SPELLINGS"]

SPELLINGS: Mapping[SectionKind, str] = {**TOLD, **FOUND, **DONE}
