"""Away to the identity provider with a form that is to be signed, and back to what was in it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from apps.access.decorators import PersonRequest, lead_away, provider_page, site_of
from apps.access.domain.continuous import is_continued, remember_signed
from apps.access.domain.factors import Shown
from apps.access.selectors import actor_for
from apps.access.services import provider_unused
from apps.core.errors import WorkbenchError
from apps.review import services
from apps.review.domain.kept import TypedAct
from apps.review.errors import Collision
from apps.review.pipeline.away import Leaving, brought_back

if TYPE_CHECKING:
    from apps.access.domain.away import Away
    from apps.review.selectors.accessed import AccessedDraft
    from apps.review.selectors.typed import Sheet

PAGES = {
    TypedAct.SHEET: "review:draft_decide", TypedAct.SECOND_SHEET: "review:draft_second",
    TypedAct.AMEND_SHEET: "review:draft_amend",
}  # fmt: skip
CHANGED = "The draft was changed after you were led away. Look at it once more, then sign; nothing was signed."


def leave(
    request: PersonRequest, act: TypedAct, form: forms.Form, begin: "Callable[..., Away]", *, draft: "AccessedDraft",
    **signing: Any,
) -> HttpResponse:  # fmt: skip
    """Keep a form that is fit to be signed, and lead its signer to the identity provider."""
    person, actor = request.user, actor_for(request.user)
    leaving = Leaving(site_of(request), provider_page(request))
    away = begin(**{**signing, "draft": draft, "person": person, "actor": actor, "leaving": leaving})
    sheet = {name: request.POST.getlist(name) for name in form.fields if name in request.POST}
    services.sheet_keep(draft=draft, act=act, sheet=sheet, person=person, actor=actor)
    return lead_away(request, away, reverse(f"{PAGES[act]}_back", args=[draft.pk, away.asked]))


def fields_of(sheet: "Sheet | None") -> QueryDict | None:
    """Return a form that waited as a browser would send it, or None where none waits."""
    if sheet is None:
        return None
    fields = QueryDict(mutable=True)
    for name, values in sheet.fields.items():
        fields.setlist(name, values)
    return fields


def waited(form: forms.Form, sheet: "Sheet | None") -> None:
    """Say on a form that waited why it was not signed."""
    if sheet and sheet.refusal and not form.errors:
        form.add_error(None, sheet.refusal)


def come_back(
    request: PersonRequest, draft: "AccessedDraft", act: TypedAct, asked: UUID, form: forms.Form,
    sign: Callable[..., object],
) -> HttpResponse:  # fmt: skip
    """Sign what waited, now that its signer is back; or lead to it as it was, with the reason.

    ``sign`` takes what was shown, and whether this sitting has signed before.
    """
    person, actor = request.user, actor_for(request.user)
    if not form.is_bound:  # it was signed meanwhile, or thrown away
        provider_unused(person=person, asked_id=str(asked), actor=actor)
        return redirect(PAGES[act] if act is TypedAct.SHEET else "review:draft_signed", draft_id=draft.pk)
    try:
        with brought_back(str(asked), person, actor):
            if not form.is_valid():
                raise Collision(CHANGED)
            sign(shown=Shown(signed_in=str(asked)), is_continued=is_continued(request.session, person.pk))
    except WorkbenchError as refusal:
        services.sheet_refuse(draft=draft, act=act, refusal=refusal.sentence, person=person, actor=actor)
        return redirect(PAGES[act], draft_id=draft.pk)
    remember_signed(request.session, person.pk)
    return redirect("review:draft_signed", draft_id=draft.pk)
