"""Versions of the index: `manage.py reindex status|start|build|switch|drop [NAME]`."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.retrieval import pipeline, services
from apps.retrieval.builders import newest
from apps.retrieval.selectors import IndexProgress, index_can_be_searched, index_progress, index_remedy

OPERATOR = Actor.service("reindex-command")


class Command(BaseCommand):
    help = (
        "Build another version of the index beside the one in use, and put it into use without downtime: start, wait "
        "until status says READY (workers build it; `build` does it here and now), switch. drop gives one up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["status", "start", "build", "switch", "drop"])
        parser.add_argument("name", nargs="?", default="", help="the version; without it, the one this program builds")

    def handle(self, *args: Any, act: str, name: str, **options: Any) -> None:
        try:
            self.stdout.write(getattr(self, f"_{act}")(name))
        except WorkbenchError as refusal:
            raise CommandError(refusal.sentence) from None

    def _status(self, name: str) -> str:
        rows = index_progress()
        shown = [row for row in rows if name in ("", row.name)]
        if name and not shown:
            raise CommandError(f"There is no version of the index called {name}.")
        lines = [*map(_line, shown), *filter(None, [index_remedy()])]
        return "\n".join(lines) or "Nothing is indexed yet."

    def _start(self, name: str) -> str:
        version = pipeline.index_build_start(name=name, actor=OPERATOR)
        searches = "Searches go on as before" if index_can_be_searched() else "Searches wait until it is put into use"
        return f"{version.name} is being built. {searches}; `manage.py reindex status` shows how far it is."

    def _build(self, name: str) -> str:
        if name and name not in {row.name for row in index_progress()}:
            raise CommandError(f"There is no version of the index called {name}. Start it first.")
        name = name or newest().name
        last: UUID | None = None
        while last := services.index_build_batch(name=name, after=last, actor=OPERATOR):
            self.stderr.write(_line(next(row for row in index_progress() if row.name == name)))
        return self._status("")

    def _switch(self, name: str) -> str:
        name = name or newest().name
        services.index_switch(name=name, actor=OPERATOR)
        return f"{name} is in use. The one before it is kept until it is dropped."

    def _drop(self, name: str) -> str:
        name = name or newest().name
        pipeline.index_drop(name=name, actor=OPERATOR)
        return f"{name} is dropped; what no draft names is deleted in batches."


def _line(row: IndexProgress) -> str:
    missing = "" if row.can_be_built else "  (this program cannot build it)"
    return f"{row.status:<9} {row.documents:>8} of {row.of} documents  {row.name}{missing}"
