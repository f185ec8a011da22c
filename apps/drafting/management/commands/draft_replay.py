"""Make the newest run of a draft once more and say whether the same came out."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.actors import Actor
from apps.drafting.domain.replaying import Replay, ReplayVerdict, WordRun
from apps.drafting.models import Draft
from apps.drafting.services import replay_ask, replay_make
from apps.drafting.services.replaying import NO_RUN

MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


class Command(BaseCommand):
    help = "Make the newest run of a draft once more, from the input it sealed; the draft does not change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("draft_id", type=UUID, metavar="DRAFT_ID")

    def handle(self, *args: Any, draft_id: UUID, **options: Any) -> None:
        draft = Draft.objects.filter(pk=draft_id).first()
        if draft is None:
            raise CommandError("There is no draft with this id.")
        actor = Actor.service("draft-replay", str(draft.organization_id))
        asked = replay_ask(draft=draft, person=None, actor=actor)
        if asked is None:
            raise CommandError(NO_RUN)
        made = replay_make(replay_id=asked.pk, actor=actor)
        if made is None:
            raise CommandError("Another process made it at the same moment; ask again.")
        self._say(made)

    def _say(self, made: Replay) -> None:
        """Print what came of it; claims are in redacted words."""
        for part in made.parts:
            self.stdout.write(f"release: {part.part} was {part.before or 'nothing'}, is {part.now or 'nothing'}")
        for passage in made.passages:
            self.stdout.write(f"input: passage {passage.passage_id} is {passage.what} in the index of today")
        for claim in made.claims:
            cited = " (cites other spans)" if claim.citations_differ else ""
            self.stdout.write(f"claim {claim.number}{cited}: {' '.join(map(_marked, claim.words))}")
        if made.missing_differs:
            self.stdout.write("what is said to be missing differs")
        if made.verdict is ReplayVerdict.NOT_RUN:
            raise CommandError(made.sentence)
        self.stdout.write(made.sentence)


def _marked(run: WordRun) -> str:
    return MARKS[run.what].format(run.words)
