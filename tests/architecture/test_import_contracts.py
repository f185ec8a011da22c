"""Each import contract keeps on the real tree and breaks on a deliberate violation of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

VIOLATIONS = [
    ("Rooms: imports only point down", "apps/chart/violation.py", "import apps.review.domain.status"),
    ("Apps never import the project package", "apps/audit/violation.py", "import workbench.urls"),
    ("Domain modules are framework-free", "apps/chart/domain/violation.py", "import django.db"),
    ("Privacy wall", "apps/retrieval/violation.py", "import apps.chart.domain.documents"),
    ("Only the viewer re-identifies", "apps/review/violation.py", "import apps.redaction.reidentify"),
    ("Inside every app", "apps/chart/selectors.py", "import apps.chart.services"),
]


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("tree")
    for name in ("apps", "workbench"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    result = lint(tree)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "path", "line"), VIOLATIONS, ids=[v[0] for v in VIOLATIONS])
def test_a_violation_is_caught(tree: Path, contract: str, path: str, line: str) -> None:
    target = tree / path
    before = target.read_text() if target.exists() else None
    target.write_text(f"{before or ''}\n{line}\n")
    result = lint(tree)
    target.write_text(before) if before is not None else target.unlink()
    broken = [row for row in result.stdout.splitlines() if row.strip().endswith("BROKEN")]
    assert [row for row in broken if contract in row], result.stdout[-2000:]
