"""Destroy one patient's record: `manage.py patient_shred ask|confirm|withdraw PATIENT_ID --person EMAIL`."""

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from apps.access.selectors import actor_for, person_by_email
from apps.access.services import step_up_check
from apps.core.errors import WorkbenchError
from apps.core.terminal import password_ask
from apps.governance import pipeline, services
from apps.governance.selectors import shred_requests_of
from apps.governance.services.shredding import NO_REQUEST

if TYPE_CHECKING:
    from apps.access.models import Person


class Command(BaseCommand):
    help = (
        "Destroy everything readable about one patient, keys included: one person asks (with --reason), another "
        "confirms, each with their own password. The audit log stays. There is no way back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["ask", "confirm", "withdraw"])
        parser.add_argument("patient_id", type=UUID, help="the id that the audit log shows")
        parser.add_argument(
            "--person",
            required=True,
            metavar="EMAIL",
            help="who asks, confirms or withdraws; nobody both asks and confirms",
        )
        parser.add_argument("--reason", default="", help="why, without naming the patient (ask)")

    def handle(self, *args: Any, act: str, patient_id: UUID, person: str, reason: str, **options: Any) -> None:
        who = person_by_email(person)
        if who is None:
            raise CommandError("There is no person with this e-mail address.")
        try:
            self.stdout.write(self._do(act, patient_id, who, reason))
        except WorkbenchError as refusal:
            raise CommandError(refusal.sentence) from None

    def _do(self, act: str, patient_id: UUID, person: "Person", reason: str) -> str:
        signed: Any = {"person": person, "actor": actor_for(person)}
        password = password_ask(person.formal_name)
        if act != "confirm":  # which asks for it itself
            step_up_check(password=password, **signed)
        if act == "ask":
            services.shred_ask(patient_id=patient_id, reason=reason, **signed)
            return "Asked. Nothing is destroyed until another person confirms it."
        request = shred_requests_of(person.organization_id).filter(patient_id=patient_id, confirmed_at=None).first()
        if request is None:
            raise CommandError(NO_REQUEST)
        if act == "withdraw":
            services.shred_withdraw(request_id=request.pk, **signed)
            return "The request is withdrawn."
        counts = pipeline.shred_confirm(
            request_id=request.pk, record_end=str(patient_id)[-4:], password=password, **signed
        )
        return "Destroyed: " + ", ".join(f"{count} in {table}" for table, count in sorted(counts.items()) if count)
