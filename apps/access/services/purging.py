"""What signing in leaves behind is deleted when nobody needs it any more. The log keeps that it happened."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from apps.access.models import AccountNotice, KnownPlace, OpenSession, PasswordLink, RecoveryCode, StepUpChallenge
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor


def _over() -> dict[str, QuerySet[Any]]:
    """Return by kind what is over: proofs and sessions soon, what a person recognizes themselves by after a year."""
    moment = clock.now()
    proofs = moment - timedelta(days=settings.WORKBENCH_KEEP_PROOFS_DAYS)
    places = moment - timedelta(days=settings.WORKBENCH_KEEP_PLACES_DAYS)
    used_up = Q(used_at__lt=proofs) | Q(void_at__lt=proofs)
    return {
        "challenges": StepUpChallenge.objects.filter(expires_at__lt=proofs),
        "sessions": OpenSession.objects.filter(Q(ended_at__lt=proofs) | Q(expire_date__lt=proofs)),
        "password_links": PasswordLink.objects.filter(used_up | Q(expires_at__lt=proofs)),
        "recovery_codes": RecoveryCode.objects.filter(used_up),
        "places": KnownPlace.objects.filter(last_used_at__lt=places),
        "notices": AccountNotice.objects.filter(read_at__lt=places),
    }


@transaction.atomic
def sign_in_traces_purge(*, actor: Actor) -> int:
    """Delete what is over and return how much that was; one event counts it by kind. An unread notice stays."""
    deleted = {kind: rows.delete()[0] for kind, rows in _over().items()}
    counted = {kind: number for kind, number in deleted.items() if number}
    if counted:
        event_append(
            actor=actor, action=Action.SIGN_IN_TRACES_PURGED, object_type="account",
            details={"count": sum(counted.values()), **counted},
        )  # fmt: skip
    return sum(counted.values())
