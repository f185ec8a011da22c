"""Print how things move in each room, as mermaid diagrams."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.domain.statemachine import mermaid
from apps.core.rooms import modules_named


def state_machines() -> dict[str, Mapping[str, Collection[str]]]:
    """Return the table of valid transitions of every room that has one; a further one of a room as ``room.name``."""
    machines: dict[str, Mapping[str, Collection[str]]] = {}
    for room, module in modules_named("domain.status"):
        if hasattr(module, "VALID_TRANSITIONS"):
            machines[room] = module.VALID_TRANSITIONS
        further = getattr(module, "FURTHER_MACHINES", {})
        machines |= {f"{room}.{name}": transitions for name, transitions in further.items()}
    return machines


class Command(BaseCommand):
    help = "Print the state machine of a room, or of every room, as a mermaid diagram (the room's README shows it)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("room", nargs="?", help="one room, such as drafting; all of them when left out")

    def handle(self, *args: Any, room: str | None, **options: Any) -> None:
        machines = state_machines()
        if room and room not in machines:
            raise CommandError(f"The room {room!r} has no state machine. These have: {', '.join(machines)}.")
        shown = {room: machines[room]} if room else machines
        for name, transitions in shown.items():
            self.stdout.write(
                f"%% {name}\n```mermaid\n{mermaid(transitions)}\n```" if not room else mermaid(transitions)
            )
