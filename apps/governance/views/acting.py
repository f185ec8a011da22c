"""How a form of the control room is acted on: done and led on, or the page again with the sentence that refuses it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from apps.access.decorators import PersonRequest
from apps.access.selectors import actor_for
from apps.core.errors import WorkbenchError

Page = Callable[[forms.Form], HttpResponse]


def act_on(
    request: PersonRequest,
    form: forms.Form | None,
    act: Callable[..., Any],
    *,
    done: str,
    then: str,
    page: Page,
    **more: Any,
) -> HttpResponse:
    """Let a service do what a form says, and lead to ``then``; ``page`` shows a form that was refused."""
    if form is not None and not form.is_valid():
        return page(form)
    given = form.cleaned_data if form is not None else {}
    try:
        act(**given, **more, person=request.user, actor=actor_for(request.user))
    except WorkbenchError as refusal:
        refused = form or forms.Form({})
        refused.add_error(None, refusal.sentence)
        return page(refused)
    messages.success(request, done)
    return redirect(then)
