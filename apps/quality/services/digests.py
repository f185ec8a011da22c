"""Making the digest of a closed week, once, and reading it: each leaves its audit event."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.access.domain.notices import Notice
from apps.access.domain.roles import Permission
from apps.access.services.notices import holders_tell
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.quality.domain.causes import CAUSE_RULES_VERSION
from apps.quality.domain.definitions import DEFINITION_VERSION
from apps.quality.domain.digest import digest_of
from apps.quality.models import WeeklyDigest
from apps.quality.selectors import digests_of, has_decided_before, week_told
from apps.quality.selectors.digests import A_WEEK


def digest_make(*, organization_id: UUID, monday: date, actor: Actor) -> WeeklyDigest | None:
    """Make and keep the digest of a closed week and tell who reads the figures; None where it is kept already.

    None, too, for an organization that had not decided on a draft by the end of that week.
    """
    if digests_of(organization_id).filter(week=monday).exists():
        return None
    if not has_decided_before(organization_id, monday + A_WEEK):
        return None
    content = digest_of(week_told(organization_id=organization_id, monday=monday))
    try:
        return _keep(organization_id, monday, content, actor)
    except IntegrityError:  # another worker was faster: one digest of a week
        return None


@transaction.atomic
def _keep(organization_id: UUID, monday: date, content: "dict[str, object]", actor: Actor) -> WeeklyDigest:
    digest = WeeklyDigest.objects.create(
        organization_id=organization_id, week=monday, definition_version=DEFINITION_VERSION,
        causes_version=CAUSE_RULES_VERSION, content=content,
    )  # fmt: skip
    event_append(
        actor=actor.within(organization_id), action=Action.DIGEST_MADE, object_type="weekly_digest",
        object_id=digest.pk, details={"week": monday.isoformat()},
    )  # fmt: skip
    holders_tell(organization_id=organization_id, right=Permission.VIEW_QUALITY, kind=Notice.DIGEST_MADE)
    return digest


@transaction.atomic
def digest_viewed(*, digest: WeeklyDigest, actor: Actor) -> None:
    """Record that somebody read the digest of a week."""
    event_append(
        actor=actor, action=Action.DIGEST_VIEWED, object_type="weekly_digest", object_id=digest.pk,
        details={"week": digest.week.isoformat()},
    )  # fmt: skip
