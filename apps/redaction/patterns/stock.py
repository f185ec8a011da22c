"""Presidio's own recognizers, each asked only where a text holds what it could match, and without any network."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.patterns.recognizer import Glance

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer

THRESHOLD = 0.4
# What a text must hold before a recognizer is asked: it is far cheaper than asking.
_TRIGGERS: tuple[tuple[str, IdentifierKind, str], ...] = (
    (r"@\w", IdentifierKind.EMAIL, "EmailRecognizer"),
    (r"(?<!\d)(?:\d[ \-]?){12,}", IdentifierKind.CARD, "CreditCardRecognizer"),
    (r"\b[A-Z]{2}\d{2}[ A-Z0-9]{8}", IdentifierKind.ACCOUNT, "IbanRecognizer"),
    (r"(?<!\d)\d{3}[\- .]\d{2}[\- .]\d{4}(?!\d)", IdentifierKind.SSN, "UsSsnRecognizer"),
    (r"\d\.\d{1,3}\.\d{1,3}\.\d", IdentifierKind.IP_ADDRESS, "IpRecognizer"),
    (r"\+\d", IdentifierKind.PHONE, "PhoneRecognizer"),
)


@lru_cache(maxsize=1)
def stock_recognizers() -> tuple[tuple[re.Pattern[str], IdentifierKind, EntityRecognizer], ...]:
    """Return Presidio's recognizers with their triggers and kinds; the first call takes some seconds."""
    # It would quote what it was given when a pattern takes too long.
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
    from presidio_analyzer import predefined_recognizers as stock

    class OfflineEmailRecognizer(stock.EmailRecognizer):
        """Takes the shape for proof: Presidio asks tldextract, which fetches a list of domains from the network."""

        def validate_result(self, pattern_text: str) -> None:
            return None

    made = {"EmailRecognizer": OfflineEmailRecognizer}
    return tuple(
        (re.compile(trigger), kind, made.get(name, getattr(stock, name))()) for trigger, kind, name in _TRIGGERS
    )


def stock_find(glance: Glance) -> Iterator[Detection]:
    """Yield what Presidio's recognizers find, without its pipeline: none of them needs the words of a language model."""
    if not glance.digits and "@" not in glance.text:
        return
    for trigger, kind, recognizer in stock_recognizers():
        if trigger.search(glance.text):
            for result in recognizer.analyze(glance.text, recognizer.supported_entities, None):  # type: ignore[arg-type]
                if result.score >= THRESHOLD:
                    yield Detection(result.start, result.end, kind, Layer.PATTERN)
