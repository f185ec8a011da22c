"""Classify every document again: `manage.py labels_refresh`, once after an upgrade and whenever the rules change."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.chart.selectors import patient_ids_with_documents
from apps.core.actors import Actor
from apps.intake.services import patient_classify

OPERATOR = Actor.service("labels-refresh-command")


class Command(BaseCommand):
    help = "Give every document the sensitivity labels that the rules of today find in it; what a sender said stays."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = 0
        for patient_id in patient_ids_with_documents():
            changed += patient_classify(patient_id=patient_id, actor=OPERATOR)
        self.stdout.write(f"{changed} documents changed their labels.")
