"""One view, two sizes."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from apps.core.htmx import render_page


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
)
def test_htmx_gets_the_partial_and_everyone_else_the_page(headers: dict[str, str], whole: bool, db: None) -> None:
    def view(request: Any) -> HttpResponse:
        return render_page(request, "404.html", "components/messages.html", {})

    response = HtmxMiddleware(view)(RequestFactory().get("/", headers=headers))  # type: ignore[arg-type]
    assert ("<!doctype html>" in response.content.decode()) is whole
    assert response["Vary"] == "HX-Request"
