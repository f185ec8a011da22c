"""What an appeal argues against, for whoever reviews it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from apps.coverage.domain.status import PolicyStatus
from apps.review.domain.authorizations import NOTHING_ANSWERED, REFUSALS, STAGE_WORDS, Stage
from apps.review.domain.denials import reason_words
from apps.review.selectors.standing import letter_of, standing_instead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apps.drafting.models import Draft
    from apps.review.models import Appeal, PayerAnswer


@dataclass(frozen=True, slots=True)
class AppealHead:
    """What an appeal argues against: the payer's reason as it was stated, and where it stands in the chart."""

    corrected: str  # what became of the refusal since the appeal was asked for, in a sentence; mostly empty
    reason: str
    words: str
    notice_on: date | None
    document_id: UUID | None
    denied_draft_id: UUID
    due_says: str
    version_says: str  # under which version of the policy it argues


def appeal_texts(draft: "Draft") -> tuple[str, ...]:
    """Return the redacted words of ``appeal_head``, to be restored with what else the page says."""
    appeal = getattr(draft, "appeal", None)
    return (_argued(appeal).words,) if appeal is not None else ()


def _argued(appeal: "Appeal") -> "PayerAnswer":
    """Return the refusal that an appeal argues against: as it was corrected, where that is a refusal, too."""
    answer = standing_instead(appeal.answer)
    return answer if answer.stage in REFUSALS else appeal.answer


def appeal_head(draft: "Draft", said: "Mapping[str, str]") -> AppealHead | None:
    """Return what a draft that ``access_draft`` let in appeals against, or None for one that is no appeal.

    ``said`` are its texts as the person may read them. No SQL where the refusal was never corrected.
    """
    appeal = getattr(draft, "appeal", None)
    if appeal is None:
        return None
    newest, answer = standing_instead(appeal.answer), _argued(appeal)
    corrected = _correction_said(newest) if newest != appeal.answer else ""
    letter = letter_of(answer)
    return AppealHead(
        corrected=corrected,
        reason=reason_words(answer.reason_code),
        words=said[answer.words],
        notice_on=answer.notice_on,
        document_id=letter.document_id if letter else None,
        denied_draft_id=answer.submission.draft_id,
        due_says=answer.submission.appeal_due_says,
        version_says=_version_said(draft),
    )


def _correction_said(now: "PayerAnswer") -> str:
    if now.stage in REFUSALS:
        return "The refusal was corrected since this appeal was asked for. Read whether it still answers what stands."
    stage = STAGE_WORDS[Stage(now.stage)].lower() if now.stage else NOTHING_ANSWERED.lower()
    return f"The refusal was recorded by a slip and is corrected to: {stage}. There may be nothing to appeal."


def _version_said(draft: "Draft") -> str:
    """Return under which version an appeal argues: what was denied under it is appealed under it."""
    if draft.policy is None:
        return ""
    since = ""
    if draft.policy.status == PolicyStatus.RETIRED:
        since = "; that version was retired since"
    elif newer := getattr(draft, "newer_policy", ""):
        since = f"; version {newer} is in force now"
    return f"It argues under {draft.policy}, by which it was denied{since}."
