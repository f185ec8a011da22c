"""The patient's consent to send restricted records with one letter: what is on record, and recording one."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.labels import LABEL_WORDS
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.review import services
from apps.review.errors import Collision, ReviewError
from apps.review.forms import ConsentForm
from apps.review.selectors import access_draft, access_draft_to_act
from apps.review.selectors.beside import told
from apps.review.selectors.consents import consents_of
from apps.viewer.selectors import Purpose, Sight, patient_banner, texts_restored

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_DRAFT)
def draft_consents(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show the consents of a letter; record another one."""
    draft = access_draft(request.user, draft_id)
    form, status = ConsentForm(request.POST or None, labels=told(draft).labels), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.consent_record(
                    draft=draft, person=request.user, actor=actor_for(request.user), **form.cleaned_data
                )
            except ReviewError as refusal:
                form.add_error(None, refusal.sentence)
                status = 409 if isinstance(refusal, Collision) else 422
            else:
                return redirect("review:draft_consents", draft_id=draft.pk)
    context = {"draft": draft, "banner": patient_banner(draft.patient), "form": form, "rows": _rows(request, draft)}
    services.draft_show(draft=draft, actor=actor_for(request.user))
    return render(request, "review/draft_consents.html", context, status=status)


def _rows(request: PersonRequest, draft: "AccessedDraft") -> list[tuple[object, list[str], str]]:
    rows = list(consents_of(draft))
    sight = Sight(request.user, Purpose.REVIEW)
    kept = texts_restored(sight=sight, patient_id=draft.patient_id, texts=[row.kept for row in rows]) if rows else []
    return [(row, _words(row.labels), said) for row, said in zip(rows, kept, strict=True)]


def _words(labels: list[str]) -> list[str]:
    return [words for label, words in LABEL_WORDS.items() if label.value in labels]


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def consent_withdraw(request: PersonRequest, draft_id: UUID, consent_id: UUID) -> HttpResponse:
    """Take a recorded consent back."""
    draft = access_draft_to_act(request.user, draft_id)
    services.consent_withdraw(draft=draft, consent_id=consent_id, person=request.user, actor=actor_for(request.user))
    return redirect("review:draft_consents", draft_id=draft.pk)
