"""Presidio's own recognizers, each asked only where a text holds what it could match, and without any network."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.patterns.recognizer import Glance

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

THRESHOLD = 0.4
# What a text must hold before a recognizer is asked, a string and a number of so many digits: far cheaper than asking.
_TRIGGERS: tuple[tuple[str, int, IdentifierKind, str], ...] = (
    ("@", 0, IdentifierKind.EMAIL, "EmailRecognizer"),
    ("", 12, IdentifierKind.CARD, "CreditCardRecognizer"),
    ("", 10, IdentifierKind.ACCOUNT, "IbanRecognizer"),
    ("", 9, IdentifierKind.SSN, "UsSsnRecognizer"),
    (".", 4, IdentifierKind.IP_ADDRESS, "IpRecognizer"),
    ("+", 7, IdentifierKind.PHONE, "PhoneRecognizer"),
)


@lru_cache(maxsize=1)
def stock_recognizers() -> tuple[tuple[str, int, IdentifierKind, EntityRecognizer], ...]:
    """Return Presidio's recognizers with their triggers and kinds; the first call takes some seconds."""
    # It would quote what it was given when a pattern takes too long.
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
    from presidio_analyzer import predefined_recognizers as stock

    class OfflineEmailRecognizer(stock.EmailRecognizer):
        """Takes the shape for proof: Presidio asks tldextract, which fetches a list of domains from the network."""

        def validate_result(self, pattern_text: str) -> None:
            return None

    made = {"EmailRecognizer": OfflineEmailRecognizer}
    return tuple((mark, digits, kind, made.get(name, getattr(stock, name))()) for mark, digits, kind, name in _TRIGGERS)


def stock_find(glance: Glance) -> Iterator[Detection]:
    """Yield what Presidio's recognizers find, without its pipeline: none of them needs a language model."""
    most = glance.longest_number()
    for mark, digits, kind, recognizer in stock_recognizers():
        if most >= digits and mark in glance.text:
            for result in recognizer.analyze(glance.text, recognizer.supported_entities, None):  # type: ignore[arg-type]
                if result.score >= THRESHOLD:
                    yield Detection(result.start, result.end, kind, Layer.PATTERN)
