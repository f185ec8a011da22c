"""The prior-authorization letter: the policy's criteria in its order, each with what the chart says, quoted."""

from apps.drafting.domain.letter.appeal import appealed
from apps.drafting.domain.letter.compose import compose_letter

__all__ = ["appealed", "compose_letter"]
