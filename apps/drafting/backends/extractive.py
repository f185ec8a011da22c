"""The embedded default: no language model. It composes drafts out of what the passages say, and nothing else."""

from pathlib import Path

from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.letter import compose_letter
from apps.drafting.domain.summary import compose_summary
from apps.drafting.domain.tasks import DraftInput, DraftOutput
from apps.drafting.interface import Watch
from apps.redaction.domain.kinds import BoundaryPolicy


class ExtractiveBackend:
    """Composes claims from quoted passages. The same input always gives the same output."""

    name = "extractive"
    host = ""
    policy = BoundaryPolicy.LOCAL
    model_name = "Extractive composer (no language model)"
    model_file: Path | None = None
    model_sha256 = ""
    tokenizer_sha256 = ""
    engine = ""
    prompt_version = "composer-4"
    prompt_sha256 = ""

    def parameters(self) -> dict[str, object]:
        """Return nothing: only the input decides."""
        return {}

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        """Return the claims of a chart summary or of a letter. Costs no tokens."""
        watch.tick(0)
        if draft_input.task.kind is DraftKind.CHART_SUMMARY:
            return compose_summary(draft_input)
        return compose_letter(draft_input)
