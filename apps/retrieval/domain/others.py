"""Whose facts a question asks for, where it names somebody who is not the patient: told by where the name stands.

A colleague who said, saw or ordered something is asked for as the author of it; who takes, has or is something is
asked for as a person. Names are tokens here.
"""

import re

from apps.redaction.domain.tokens import tokens_in
from apps.retrieval.domain.evidence import blanked
from apps.retrieval.domain.spans import sentences

SOMEBODY_ELSE = "This question names somebody who is not this patient"
_PERSON = r"\[(?:RELATIVE|PERSON)-\d+[a-z]*\]"
_ANY = r"\[(?:RELATIVE|PERSON|CLINICIAN|ORGANIZATION)-\d+[a-z]*\]"
_TITLE = r"(?:(?:dr|mr|mrs|ms|miss|prof)\.? )?"
_VERB = r"\b(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would)"
# What belongs to an author, or to who came along, and not to a body.
_WRITTEN = (
    r"(?:notes?|letters?|reports?|recommend\w*|plans?|advice|visits?|opinion|assessment|impression|clinic|office|phone|"
    r"telephone|number|name|address|consult\w*|referrals?|messages?|calls?|orders?|view|role|relation\w*|signature)"
)
_HAS = (
    r"(?:on|take|taking|have|had|use|using|tolerate|smoke|drink|suffer|get|receive|allergic|diabetic|pregnant|depressed|"
    r"develop|die|fall|live|ever|still|an?|any)"
)
_ACTS = (
    r"(?:say|said|see|saw|seen|recommend\w*|advis\w+|order\w*|prescrib\w+|writ\w+|suggest\w*|think|note[ds]?|report\w*|"
    r"find|found|plan\w*|refer\w*|call\w*|sign\w*|ask\w*|tell|told|informed|present|there|with|her|his|the|involved|aware|"
    r"listed|contacted|know|agree\w*|consent\w*|mention\w*|come|came|help\w*|drive|bring|decide\w*|operate\w*|perform\w*|"
    r"change\w*|start|stop|increase|reduce|given|made|the)"
)
_ASKED_FOR = tuple(
    re.compile(rf"(?i){pattern}")
    for pattern in (
        rf"(?P<name>{_ANY})['’]s? (?!(?:\w+ ){{0,2}}{_WRITTEN}\b)",
        rf"^(?:what|how) (?:is|was|are|were) {_TITLE}(?P<name>{_PERSON})",
        rf"{_VERB} {_TITLE}(?P<name>{_PERSON}) (?!(?:\w+ )?{_ACTS}\b)",
        rf"{_VERB} {_TITLE}(?P<name>{_ANY}) {_HAS}\b(?! {_ACTS}\b)",
        rf"\b(?:of|about|for|on) {_TITLE}(?P<name>{_PERSON})\W*$",
    )
)


def others_asked(question: str) -> frozenset[str]:
    """Return the tokens of those, other than the patient, whose own facts a redacted question asks for."""
    return frozenset(match["name"] for pattern in _ASKED_FOR for match in pattern.finditer(question))


def about_them(text: str, others: frozenset[str]) -> str:
    """Return a text with blanks for every sentence that names none of them, in whatever form of the name."""
    them = {_whose(token) for token in others}
    away = [
        (s, e) for s, e in sentences(text, 0, len(text)) if not them & {_whose(token) for token in tokens_in(text[s:e])}
    ]
    return blanked(text, away) or text


def _whose(token: str) -> str:
    return token.rstrip("]").rstrip("abcdefghijklmnopqrstuvwxyz")
