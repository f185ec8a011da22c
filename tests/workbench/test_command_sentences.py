"""Every command of ours answers help, nothing and nonsense with words and an exit code, never with a traceback."""

from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

OURS = sorted(name for name, app in get_commands().items() if str(app).startswith(("apps.", "workbench")))
# What acts without an argument, and on more than an empty database: it loads people, or writes into the code.
ACTS = {"demo_load", "demo_prepare", "injection_fit"}
NOBODY = "00000000-0000-4000-8000-000000000000"
NONSENSE = {
    "answerability_fit": [["--data", "{file}", "--out", "{gone}/x.json"], ["--data", "{folder}", "--out", "{folder}"]],
    "bench": [["redaction", "--data", "{file}"], ["redaction", "--scale", "0"], ["redaction", "--data", "{folder}"]],
    "draft_replay": [[NOBODY], ["x"]],
    "intake_fhir": [["{gone}", "--organization", "cedar"], ["{file}", "--organization", "nobody"],
                    ["{folder}", "--organization", "cedar"]],
    "intake_retry": [["--organization", "nobody"]],
    "keys_init": [["--remove", "nothing", "--path", "{file}"], ["--add", "--path", "{gone}/ring"],
                  ["--path", "{gone}/ring"], ["--path", "{folder}"]],
    "keys_rewrap": [["--per-second", "0"], ["--per-second", "many"]],
    "model_register": [["{gone}", "--name", "x", "--licence", "x", "--person", "nobody@x.example"]],
    "patient_shred": [["ask", NOBODY, "--person", "nobody@x.example"], ["ask", "x", "--person", "x"]],
    "policy_load": [["{gone}"], *([*one, "--fixture"] for one in (["{gone}"], ["{file}"], ["{folder}"], ["{list}"]))],
    "redaction_cases_export": [["{file}"]],
    "reference_add": [["{gone}"], ["{folder}"], ["{pdf}"]],
    "refusals_fit": [
        ["--examples", "{gone}", "--out", "{file}"],
        ["--examples", "fixtures/refusals", "--out", "{gone}/x.json"],
        ["--examples", "fixtures/refusals", "--out", "{folder}"],
    ],
    "reindex": [["status", "nothing"], ["start", "nothing"], ["build", "nothing"], ["switch", "nothing"],
                ["drop", "nothing"], ["nothing"]],
    "statemachine": [["nothing"]],
}  # fmt: skip


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """Paths that nothing good can be read from."""
    for name, content in (("file", "nonsense"), ("list", "[1, 2]"), ("pdf", "%PDF-1.7")):
        (tmp_path / f"{name}.json").write_text(content)
    (tmp_path / "empty").mkdir()
    return {
        "file": str(tmp_path / "file.json"), "list": str(tmp_path / "list.json"), "pdf": str(tmp_path / "pdf.json"),
        "folder": str(tmp_path / "empty"), "gone": str(tmp_path / "gone"),
    }  # fmt: skip


@pytest.fixture(autouse=True)
def keyless(settings, tmp_path: Path) -> None:
    """Let there be no key of the log: whoever holds one signs until they are stopped."""
    settings.WORKBENCH_LOG_KEY = tmp_path / "log.key"


def ended(name: str, arguments: list[str]) -> int:
    """Run a command as manage.py does; return its exit code. Anything else that ends it is a traceback."""
    command: BaseCommand = load_command_class(get_commands()[name], name)
    try:
        command.run_from_argv(["manage.py", name, *arguments])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.mark.parametrize("name", OURS)
def test_help_is_given_and_what_no_command_knows_is_refused(db, name, capfd):
    assert ended(name, ["--help"]) == 0
    assert "usage:" in capfd.readouterr().out
    assert ended(name, ["--nonsense"]) == 2
    said = capfd.readouterr().err
    assert "unrecognized arguments" in said or "required" in said


@pytest.mark.parametrize("name", [name for name in OURS if name not in ACTS])
def test_without_arguments_a_command_does_its_work_or_says_what_it_needs(db, name, capfd):
    code = ended(name, [])
    said = capfd.readouterr()
    assert code in {0, 1, 2}
    assert code == 0 or said.err.strip()
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("name", "arguments"), [(name, arguments) for name, tries in NONSENSE.items() for arguments in tries]
)
def test_nonsense_ends_with_a_sentence(db, places, name, arguments, capfd):
    assert ended(name, [one.format(**places) for one in arguments]) in {1, 2}
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert said.strip()
