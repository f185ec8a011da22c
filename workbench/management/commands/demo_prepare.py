"""Make the tables and the embedder's model file, whichever are missing."""

from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from workbench.embedded.terminal import step


class Command(BaseCommand):
    requires_system_checks = []
    help = "Make what the demo needs before it starts: the tables and the embedder's model file."

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := _migrations_to_apply():
            with step(f"Making the tables ({missing} migrations)"):
                call_command("migrate", verbosity=0, interactive=False)
        with step("Checking the embedder, which is built from its package the first time"):
            call_command("embedder_build", stdout=StringIO())


def _migrations_to_apply() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
