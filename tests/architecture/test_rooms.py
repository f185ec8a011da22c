"""House rules that a linter cannot say. Each failure names the file and the rule."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

APPS = Path(__file__).parents[2] / "apps"
PUBLIC = {"domain", "services", "selectors", "pipeline", "interface"}
EXTRA_DOORS = {("access", "guardian"), ("access", "decorators"), ("redaction", "reidentify")}
HEADLESS = {"core", "chart", "redaction", "retrieval", "drafting"}
WEB = {"views.py", "urls.py", "forms.py"}


def runtime_imports(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def forbidden_doors(own: str, filename: str, source: str) -> list[str]:
    """Return what a file imports from other rooms by anything but their front door.

    Models are the one exception, in ``models.py`` or the files of ``models``: a foreign key has to name its target.
    """
    found = []
    for name in runtime_imports(source):
        root, app, *rest = [*name.split("."), ""][:4]
        if root != "apps" or app in {own, "core", ""} or not rest or not rest[0]:
            continue
        is_foreign_key = filename in {"models.py", "models"} and rest[0] == "models"
        if rest[0] not in PUBLIC and (app, rest[0]) not in EXTRA_DOORS and not is_foreign_key:
            found.append(name)
    return found


def room_files() -> list[Path]:
    return sorted(path for path in APPS.rglob("*.py") if "migrations" not in path.parts and path.parent != APPS)


@pytest.mark.parametrize("path", room_files(), ids=lambda p: str(p.relative_to(APPS)))
def test_other_rooms_are_entered_by_the_front_door(path: Path) -> None:
    own = path.relative_to(APPS).parts[0]
    filename = path.parent.name if path.parent.name == "models" else path.name
    assert forbidden_doors(own, filename, path.read_text()) == [], f"{path} reaches into another room"


@pytest.mark.parametrize(
    ("filename", "source", "reached"),
    [
        ("views.py", "from apps.chart.models import Patient", ["apps.chart.models.Patient"]),
        ("services.py", "import apps.chart.views", ["apps.chart.views"]),
        ("models.py", "from apps.chart.models import Patient", []),
        ("services.py", "from apps.chart.selectors import access_patient", []),
        (
            "views.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from apps.chart.models import Patient",
            [],
        ),
    ],
)
def test_the_front_door_rule_catches_a_violation(filename: str, source: str, reached: list[str]) -> None:
    assert forbidden_doors("review", filename, source) == reached


@pytest.mark.parametrize("app", sorted(HEADLESS - {"core"}))
def test_headless_rooms_have_no_web_files(app: str) -> None:
    assert not WEB & {p.name for p in (APPS / app).iterdir()}


def public_services() -> Iterator[Any]:
    for app in pkgutil.iter_modules([str(APPS)]):
        if not (APPS / app.name / "services.py").exists() and not (APPS / app.name / "services").is_dir():
            continue
        module = importlib.import_module(f"apps.{app.name}.services")
        for name, func in inspect.getmembers(module, inspect.isfunction):
            if func.__module__.startswith(module.__name__) and not name.startswith("_"):
                yield pytest.param(func, id=f"{app.name}.{name}")


@pytest.mark.parametrize("func", list(public_services()))
def test_every_service_is_keyword_only_and_says_who_acts(func: FunctionType) -> None:
    parameters = inspect.signature(func).parameters.values()
    assert all(p.kind is p.KEYWORD_ONLY for p in parameters)
    assert "actor" in {p.name for p in parameters}


@pytest.mark.parametrize("app", sorted(m.name for m in pkgutil.iter_modules([str(APPS)])))
def test_every_room_has_a_readme_of_a_page_at_most(app: str) -> None:
    lines = (APPS / app / "README.md").read_text().splitlines()
    assert 10 <= len(lines) <= 60, f"apps/{app}/README.md has {len(lines)} lines"


def test_only_the_fence_names_the_settings_that_open_it() -> None:
    setting = re.compile(r"workbench\.(requester|subject|keeping|hidden)")
    sources = [path for path in APPS.rglob("*.py") if "migrations" not in path.parts]
    naming = [path for path in sources if setting.search(path.read_text(encoding="utf-8"))]
    assert sorted(str(path.relative_to(APPS)) for path in naming) == ["core/fence.py", "core/fencing.py"]
