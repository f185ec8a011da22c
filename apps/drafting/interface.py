"""Stable seam 2: what a draft is made from, what comes back, and what an inference backend must be able to do."""

from pathlib import Path
from typing import Protocol

from apps.drafting.domain.claims import CitedSpan, ClaimType, DraftKind, ProposedClaim, Severity, Stance, Support
from apps.drafting.domain.tasks import (
    DraftInput,
    DraftOutput,
    DraftTask,
    LeafEvidence,
    PassageView,
    PolicyLeaf,
    PolicyView,
)
from apps.redaction.domain.kinds import BoundaryPolicy

__all__ = [
    "CitedSpan",
    "ClaimType",
    "DraftInput",
    "DraftKind",
    "DraftOutput",
    "DraftTask",
    "InferenceBackend",
    "LeafEvidence",
    "PassageView",
    "PolicyLeaf",
    "PolicyView",
    "ProposedClaim",
    "Severity",
    "Stance",
    "Support",
    "Watch",
]


class Watch(Protocol):
    """Asked by a backend while it generates, between tokens or pieces of a stream."""

    def tick(self, output_tokens: int) -> None:
        """Return when generation may go on. Raises GenerationStopped (halted) or BackendError (out of time)."""
        ...


class InferenceBackend(Protocol):
    """Turns a ``DraftInput`` into proposed claims. Holds no database connection and knows no identifier.

    Raises ``BackendError`` (``permanent`` or not, with a bucket) when it cannot answer.
    """

    name: str  # "extractive"
    host: str  # where its model runs; empty: inside this process
    policy: BoundaryPolicy  # what a text must have lost before this backend gets it
    prompt_version: str
    prompt_sha256: str  # of the prompt's text; empty where there is none

    @property
    def model_name(self) -> str:
        """As people read it."""
        ...

    @property
    def model_file(self) -> Path | None:
        """That this process loads; None where it loads none."""
        ...

    @property
    def tokenizer_sha256(self) -> str:
        """Of the vocabulary; empty where there is none."""
        ...

    @property
    def engine(self) -> str:
        """What runs the model, with its build; empty where none does."""
        ...

    @property
    def model_sha256(self) -> str:
        """Of the weights; empty where there are none."""
        ...

    def parameters(self) -> dict[str, object]:
        """Return what, besides the input, decides the output: seed, sampling, limits."""
        ...

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        """Return claims whose citations name only passages of the input, asking ``watch`` between tokens."""
        ...
