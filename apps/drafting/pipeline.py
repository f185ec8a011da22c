"""Belt 2 as its callers use it: ask for a draft and ring for the first worker, in one transaction."""

from typing import Any

from django.db import transaction

from apps.core.tasks import ring
from apps.drafting import services
from apps.drafting.models import Draft, DraftReplay
from apps.drafting.services import citing
from apps.drafting.services.citing import CitedSentence
from apps.drafting.tasks import advance_draft, replay_draft


def draft_request(**request: Any) -> Draft:
    """Queue a draft (see ``services.draft_request``) and ring for a worker once it is committed.

    In no transaction of its own: what was refused stays on record.
    """
    draft = services.draft_request(**request)
    ring(advance_draft, draft_id=draft.pk)
    return draft


@transaction.atomic
def draft_seed(**request: Any) -> Draft:
    """Queue a draft that will hold known errors (see ``services.draft_seed``) and ring for a worker."""
    draft = services.draft_seed(**request)
    ring(advance_draft, draft_id=draft.pk)
    return draft


@transaction.atomic
def draft_resume(**request: Any) -> Draft:
    """Queue a halted or failed draft again (see ``services.draft_resume``) and ring for a worker."""
    draft = services.draft_resume(**request)
    ring(advance_draft, draft_id=draft.pk)
    return draft


@transaction.atomic
def replay_ask(**request: Any) -> DraftReplay | None:
    """Have the newest run of a draft made again (see ``services.replay_ask``) and ring for a worker."""
    replay = services.replay_ask(**request)
    if replay is not None:
        ring(replay_draft, replay_id=replay.pk)
    return replay


def sentence_check(**asked: Any) -> CitedSentence:
    """Return what the checks say of a sentence that a person wrote and the words they cite. Nothing is written."""
    return citing.sentence_check(**asked)
