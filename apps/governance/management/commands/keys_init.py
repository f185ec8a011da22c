"""Make a keyring, add a key to it, or take one out that nothing needs any more."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from apps.core.actors import Actor
from apps.core.crypto import keyring
from apps.core.crypto.errors import KeyringError
from apps.core.crypto.keys import data_keys_exist, key_counts
from apps.core.crypto.provider import keyring_path
from apps.governance.services import key_add, key_remove

ACTOR = Actor.service("keys-init")

BACK_IT_UP = "Keep a copy of the file where no copy of the database lies: whoever loses it loses every record."


class Command(BaseCommand):
    help = (
        "Make the keyring that WORKBENCH_KEY_PROVIDER names, readable by its owner only. --add puts a new active key "
        "into it (then run keys_rewrap); --remove takes a key out once keys_status counts nothing that needs it."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--path", type=Path, help="of the file, where the settings do not name it yet")
        parser.add_argument("--if-missing", action="store_true", help="do nothing where there is a keyring")
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--add", action="store_true", help="add a key and make it the active one")
        act.add_argument("--remove", metavar="KEY", help="take a key out that wraps no data key any more")

    def handle(
        self, *args: Any, path: Path | None, if_missing: bool, add: bool, remove: str | None, **options: Any
    ) -> None:
        place = path or keyring_path()
        if if_missing and (place is None or place.exists()):
            return
        if place is None:
            raise CommandError("The settings name Vault as key provider. A keyring is made with --path.")
        try:
            self.stdout.write(self._act(place, add, remove))
        except DatabaseError:
            raise CommandError("The database is away, and no key changes unrecorded. Nothing was done.") from None
        except (KeyringError, OSError) as error:
            raise CommandError(error.sentence if isinstance(error, KeyringError) else str(error)) from error

    def _act(self, place: Path, add: bool, remove: str | None) -> str:
        if remove:
            _refuse_while_needed(remove)
            key_remove(path=place, key_id=remove, actor=ACTOR)
            return f"{remove} is no longer in {place}. Backups of the database from before still need it."
        if add:
            key_id = key_add(path=place, actor=ACTOR)
            return f"{key_id} is the active key of {place} now. Run keys_rewrap; the older keys stay. {BACK_IT_UP}"
        _refuse_a_second_one(place)
        return f"{place} holds its first key, {keyring.make_ring(place)}. {BACK_IT_UP}"


def _refuse_a_second_one(place: Path) -> None:
    """Refuse to make the keyring of the settings where data keys exist: theirs is gone, and a new one opens none.

    Before there are tables there is nothing to open; a keyring made elsewhere (--path) replaces none.
    """
    with suppress(DatabaseError):
        if place == keyring_path() and not place.exists() and data_keys_exist():
            raise CommandError(
                f"{place} is missing, and the records in the database open with it alone. Put your copy of the file "
                "back; a new keyring would open none of them."
            )


def _refuse_while_needed(key_id: str) -> None:
    count = next((one.count for one in key_counts() if one.key_id == key_id), 0)
    if count:
        raise CommandError(f"{count:,} data keys are still wrapped with {key_id}. Run keys_rewrap first.")
