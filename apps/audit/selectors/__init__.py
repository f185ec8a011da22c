"""Reads of the log: its events, and the signed heads that prove them."""

from apps.audit.selectors.events import chain_rows, count_since, event_holds, events_for, head
from apps.audit.selectors.heads import (
    Freshness,
    HeadRow,
    OnRecord,
    Proof,
    WitnessState,
    consistency_proof,
    freshness,
    heads_newest_first,
    is_stopped,
    on_record,
    proof_of,
    witness_states,
)

__all__ = [
    "Freshness",
    "HeadRow",
    "OnRecord",
    "Proof",
    "WitnessState",
    "chain_rows",
    "consistency_proof",
    "count_since",
    "event_holds",
    "events_for",
    "freshness",
    "head",
    "heads_newest_first",
    "is_stopped",
    "on_record",
    "proof_of",
    "witness_states",
]
