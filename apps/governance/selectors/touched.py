"""Which releases hold a part, found by what a person knows of it: a hash, a version, the name of a package."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from apps.governance.domain.releases import TOLD_BY_HASH, TOLD_BY_NAME
from apps.governance.domain.rooms import TouchedDraft
from apps.governance.models import Release, ReleasePart
from apps.governance.selectors.rooms import drafts_touched

HASH = re.compile(r"[0-9a-f]{8,64}")
PACKAGE = re.compile(r"(?P<name>\S+?)(?:==|@|\s+)(?P<version>\S+)")


@dataclass(frozen=True, slots=True)
class Touched:
    """What was asked for, the releases that hold it, and the drafts of one organization that they wrote."""

    asked: str
    releases: tuple[Release, ...]
    drafts: tuple[TouchedDraft, ...]

    @property
    def by_status(self) -> dict[str, int]:
        """Return how many drafts stand where, the most first."""
        counted: dict[str, int] = {}
        for draft in self.drafts:
            counted[draft.status] = counted.get(draft.status, 0) + 1
        return dict(sorted(counted.items(), key=lambda row: -row[1]))


def touched_by(text: str, organization_id: UUID) -> Touched:
    """Return which drafts of an organization a part touched.

    The text is a sha256 or its first eight or more digits, the exact version of a prompt, index, redactor or engine, a
    model's name, a package's name, or both as "name==version".
    """
    asked = " ".join(text.split())
    found = tuple(Release.objects.filter(_holds(asked)).distinct().order_by("-created_at", "-pk")) if asked else ()
    drafts = drafts_touched([release.pk for release in found], organization_id) if found else []
    return Touched(asked, found, tuple(drafts))


def _holds(asked: str) -> Q:
    where = Q()
    for column in TOLD_BY_NAME:
        where |= Q(**{column: asked})
    parts = Q(name__iexact=asked)
    if HASH.fullmatch(asked.lower()):
        parts |= Q(sha256__startswith=asked.lower())
        for column in TOLD_BY_HASH:
            where |= Q(**{f"{column}__startswith": asked.lower()})
    if named := PACKAGE.fullmatch(asked):
        parts |= Q(name__iexact=named["name"], version=named["version"])
    return where | Q(pk__in=ReleasePart.objects.filter(parts).values("release"))
