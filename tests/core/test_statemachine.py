"""State machines as data, drawn; and each room's README shows the drawing of its own."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.core.domain.statemachine import mermaid
from apps.core.management.commands.statemachine import state_machines

APPS = Path(__file__).parents[2] / "apps"
DOOR = {"OPEN": {"SHUT"}, "SHUT": {"LOCKED", "OPEN"}, "LOCKED": set[str]()}


def readme_shows(room: str, diagram: str) -> bool:
    """Return whether a page of a room has exactly this diagram in a mermaid block; its first one the README."""
    folder, _, further = room.partition(".")
    pages = (APPS / folder).glob("*.md" if further else "README.md")
    return any(f"```mermaid\n{diagram}\n```" in page.read_text() for page in pages)


def test_a_diagram_begins_at_the_first_state_and_ends_where_nothing_follows() -> None:
    assert mermaid(DOOR).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> OPEN",
        "    OPEN --> SHUT",
        "    SHUT --> OPEN",
        "    SHUT --> LOCKED",
        "    LOCKED --> [*]",
    ]


@pytest.mark.parametrize("room", state_machines())
def test_the_readme_of_a_room_shows_its_state_machine(room: str) -> None:
    assert readme_shows(room, mermaid(state_machines()[room])), f"run: manage.py statemachine {room}"


@pytest.mark.parametrize(("room", "transitions"), state_machines().items())
def test_every_state_that_something_leads_to_has_a_row_of_its_own(room: str, transitions: dict) -> None:
    assert set().union(*transitions.values()) <= set(transitions)


def test_the_rooms_that_move_things_have_a_state_machine() -> None:
    assert {"drafting", "intake", "review", "review.authorization", "review.document_request"} <= set(state_machines())


def test_the_command_prints_one_room_or_all_and_refuses_an_unknown_one() -> None:
    one, every = StringIO(), StringIO()
    call_command("statemachine", "drafting", stdout=one)
    call_command("statemachine", stdout=every)
    assert one.getvalue().strip() == mermaid(state_machines()["drafting"])
    assert one.getvalue().strip() in every.getvalue()
    with pytest.raises(CommandError, match="has no state machine"):
        call_command("statemachine", "kitchen")
