"""Whose page is it? What a document's header says of its patient, held against what the chart knows (decision 0023)."""

from apps.chart.domain.identity.claims import READER, Claim, Part, read_claims
from apps.chart.domain.identity.comparing import Finding, KnownIdentity, Verdict, judge, known_identity

__all__ = ["READER", "Claim", "Finding", "KnownIdentity", "Part", "Verdict", "judge", "known_identity", "read_claims"]
