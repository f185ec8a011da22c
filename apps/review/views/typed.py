"""What is typed and not sent: kept while it is typed, kept when it comes too late, discarded when asked."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import WorkbenchError
from apps.review import services
from apps.review.domain.kept import TypedAct, act_named, away_named, words_of
from apps.review.errors import Collision
from apps.review.models import TypedWords
from apps.review.selectors import access_draft_to_act
from apps.review.views.pages import claim_answer, draft_address

if TYPE_CHECKING:
    from apps.access.models import Person

PLACES = {
    TypedAct.STATEMENT: "#own-words",
    TypedAct.DECIDE: "decide/",
    TypedAct.SECOND: "second/",
    TypedAct.AMEND: "amend/",
    TypedAct.RETURN: "returned/",
    TypedAct.TAKE_OVER: "",
    TypedAct.SHEET: "decide/",
    TypedAct.SECOND_SHEET: "second/",
    TypedAct.AMEND_SHEET: "amend/",
}
Late = Callable[..., HttpResponse | None]


def late(act: TypedAct) -> Late:
    """Return what keeps the words of a form of this kind that arrives when its session is over."""

    def keep(request: HttpRequest, person: "Person", draft_id: UUID, claim_id: UUID | None = None) -> None:
        _keep(request, person, draft_id, act, claim_id, late=True)

    return keep


def _late_typed(
    request: HttpRequest, person: "Person", draft_id: UUID, act: str, claim_id: UUID | None = None
) -> HttpResponse:
    return _told(_keep(request, person, draft_id, _act(act, claim_id), claim_id, late=True), status=202)


@require_POST
@permission_required(Permission.REVIEW_DRAFT, late=_late_typed)
def typed_claim(request: PersonRequest, draft_id: UUID, claim_id: UUID, act: str) -> HttpResponse:
    """Keep, or discard, what was typed in a form of a claim."""
    return _typed(request, draft_id, _act(act, claim_id), claim_id)


@require_POST
@permission_required(Permission.REVIEW_DRAFT, Permission.REQUEST_DRAFT, late=_late_typed)
def typed_draft(request: PersonRequest, draft_id: UUID, act: str) -> HttpResponse:
    """Keep, or discard, what was typed in a form of the whole draft; discard one that waited for its signer."""
    if "discard" in request.POST and (waiting := away_named(act)):
        return _discard(request, draft_id, waiting, None)
    return _typed(request, draft_id, _act(act, None), None)


def _typed(request: PersonRequest, draft_id: UUID, act: TypedAct, claim_id: UUID | None) -> HttpResponse:
    if "discard" in request.POST:
        return _discard(request, draft_id, act, claim_id)
    try:
        return _told(_keep(request, request.user, draft_id, act, claim_id))
    except WorkbenchError as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409 if isinstance(refusal, Collision) else 422)


def _keep(
    request: HttpRequest, person: "Person", draft_id: UUID, act: TypedAct, claim_id: UUID | None, *, late: bool = False
) -> TypedWords | None:
    draft = access_draft_to_act(person, draft_id)
    return services.words_keep(
        draft=draft, act=act, claim_id=claim_id, words=words_of(act, request.POST), seen=request.POST.get("seen", ""),
        late=late, person=person, actor=actor_for(person),
    )  # fmt: skip


def _told(kept: TypedWords | None, status: int = 200) -> HttpResponse:
    at = timezone.localtime(kept.typed_at).strftime("%H:%M") if kept else ""
    return JsonResponse({"at": at}, status=status)


def _discard(request: PersonRequest, draft_id: UUID, act: TypedAct, claim_id: UUID | None) -> HttpResponse:
    draft = access_draft_to_act(request.user, draft_id)
    services.words_discard(draft=draft, act=act, claim_id=claim_id, person=request.user, actor=actor_for(request.user))
    if claim_id:
        return claim_answer(request, draft, claim_id)
    return redirect(f"{draft_address(draft)}{PLACES[act]}")


def _act(name: str, claim_id: UUID | None) -> TypedAct:
    act = act_named(name, of_a_claim=claim_id is not None)
    if act is None:
        raise Http404("No such form.")
    return act


def words_keep_of(request: PersonRequest, draft_id: UUID, claim_id: UUID, act: str) -> None:
    """Keep the words of an act that was refused, as long as the draft can still be changed: nobody types them twice."""
    form = act_named(act, of_a_claim=True)
    if form is not None:
        with suppress(WorkbenchError):
            _keep(request, request.user, draft_id, form, claim_id)
