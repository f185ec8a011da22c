"""Register a model file: `manage.py model_register FILE --name NAME --licence LICENCE --person EMAIL [--card FILE]`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.access.selectors import actor_for, person_by_email
from apps.access.services import step_up_check
from apps.core.errors import WorkbenchError
from apps.core.terminal import password_ask
from apps.governance.services import model_register


class Command(BaseCommand):
    help = "Record that a person answers for a model file: its sha256, licence and card. Nothing else is run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, help="how people call the model")
        parser.add_argument("--licence", required=True, help="an SPDX identifier, such as Apache-2.0")
        parser.add_argument("--card", type=Path, help="a JSON file; see apps/governance/data/cards")
        parser.add_argument("--person", required=True, metavar="EMAIL", help="who answers for it")

    def handle(self, *args: Any, file: Path, name: str, licence: str, person: str, **options: Any) -> None:
        who = person_by_email(person)
        if who is None:
            raise CommandError("There is no person with this e-mail address.")
        card = _read(options["card"])
        actor = actor_for(who)
        try:
            step_up_check(person=who, password=password_ask(who.formal_name), actor=actor)
            model = model_register(path=file, name=name, licence=licence, card=card, person=who, actor=actor)
        except WorkbenchError as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(f"Registered {model.name}: sha256 {model.sha256}, {model.bytes} bytes.")


def _read(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CommandError(f"{path} cannot be read as JSON.") from None
    if not isinstance(card, dict):
        raise CommandError(f"{path} holds no card: a card is an object.")
    return card
