"""A program that breaks says where and with which kind of error, and never with which values."""

import subprocess
import sys

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from apps.core.reporting import SilentReporter
from workbench.embedded.paths import PROJECT

NAME = "Ruth Calloway"
BREAKS = """
import sys, threading, logging, warnings
sys.path.insert(0, {project!r})
from apps.core.silence import programs_stay_silent
programs_stay_silent()
def f(name):
    try:
        int(name)
    except ValueError as error:
        raise KeyError(name) from error
thread = threading.Thread(target=f, args=["Ruth " + "Calloway"]); thread.start(); thread.join()
warnings.warn("Ruth " + "Calloway")
logging.getLogger("x").warning("%d", "Ruth " + "Calloway")
f("Ruth " + "Calloway")
"""


def test_what_nobody_catches_leaves_its_place_and_its_kind() -> None:
    program = BREAKS.format(project=str(PROJECT))
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "builtins.KeyError: values are withheld" in said.stderr
    assert "builtins.ValueError: values are withheld" in said.stderr
    assert "in f" in said.stderr
    assert NAME not in said.stderr + said.stdout


def broken_view(request: object, name: str = NAME) -> None:
    raise KeyError(name)


urlpatterns = [path("broken/", broken_view)]


@pytest.mark.parametrize("debug", [True, False])
def test_the_page_of_an_error_shows_no_value_not_even_for_developers(debug: bool) -> None:
    with override_settings(ROOT_URLCONF=__name__, DEBUG=debug):
        answer = Client(raise_request_exception=False).post("/broken/", {"patient": NAME})
    assert answer.status_code == 500
    assert NAME not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert ("broken_view" in answer.content.decode()) is debug


def test_what_would_be_mailed_or_logged_of_an_error_holds_no_value() -> None:
    try:
        broken_view(None)
    except KeyError:
        reporter = SilentReporter(RequestFactory().post("/", {"patient": NAME}), *sys.exc_info())
    assert NAME not in reporter.get_traceback_text() + reporter.get_traceback_html()
    assert "broken_view" in reporter.get_traceback_text()
