"""What the words of a draft request may not be: orders to whatever writes the draft (0028, 0029)."""

import re

from apps.redaction.domain.injection import orders_in
from apps.redaction.domain.injection.signs import Why
from apps.retrieval.domain.refusals import clauses_of

# Asking for the draft itself is its purpose; the scan, made for notes, takes it for work foreign to a note.
_ASKS_FOR_DRAFT = re.compile(
    r"(?i)^\W*(?:please |kindly )?(?:write|draft|prepare|put together|make|create|compile|compose|summari[sz]e|list|"
    r"show|include|focus|cite|mention|give)\b"
)
# What closes or opens a machine's own text, and what nobody writes who says what a summary is for.
_OF_MACHINES = re.compile(
    r"(?i)[\"'}\]]{2}[\]}]|#{3,}|<\||\|>|\]\]>|\$\{|\{\{|</?(?:system|user|assistant|instructions?|prompt)>|"
    r"^\W*(?:system|assistant|developer)\s*:|^\W*(?:respond|reply|answer|output|print) (?:only|just|with|in|as)\b|"
    r"\bnew (?:system )?instructions?\s*:\s*(?:approve|ignore|write|say|output|state)"
)

_DRAFT = r"(?:summary|overview|draft|letter|handover|handoff|report|write-?up|version|timeline)"
_THE = r"(?:the|any|all|her|his|every|mention\w*|anything|everything|that)"
_LANGUAGES = (
    r"(?:spanish|french|german|italian|portuguese|dutch|polish|russian|chinese|mandarin|japanese|korean|arabic|hindi|"
    r"finnish|swedish|vietnamese|tagalog|turkish|greek|hebrew|latin|another language)"
)
_STATED = (
    r"(?:state|call|describe|list|show|report|record|document|present|treat|mark|label|put|name|give|count|consider|"
    r"regard|phrase|word|enter|write)"
)
_AS_USUAL = (
    r"(?:needed|of|well|soon|far|per|at|told|said|stated|documented|recorded|given|noted|on|in|planned|"
    r"tolerated|before|prescribed|directed|ordered|written|an? (?:out|in)patient|an? (?:list|table|timeline|summary))"
)
_PART = (
    r"(?:notes?|history|mention\w*|results?|labs?|screens?|diagnos[ei]s|sections?|entr(?:y|ies)|visits?|details?|use)"
)
_TOLD_AS = r"(?:resolved|normal|stable|cured|mild|severe|benign|negative|positive)"
_FORMS = r"(?:poem|haiku|sonnet|limerick|song|rap|rhymes?|story|fairy tale|joke|verse|tweet|emojis?|ballad|dialogue)"
_TELL = r"(?:mention|include|list|say|show|cite|state|report|name|write|tell|refer|discuss)"
# What a clause of a request may not wish: that something is left out, told otherwise, supposed, or put in another form.
_WISHES = tuple(
    re.compile(rf"(?i){wish}")
    for wish in (
        r"^(?:leave|leaving|keep|keeping) out (?!of\b)",
        rf"^(?:leave|keep) {_THE} (?:[\w-]+ ){{1,4}}(?:out|unsaid|unmentioned)$",
        r"^(?:omit|hide|delete|conceal|suppress|downplay|play down|gloss over|exaggerate|overstate|understate)\b",
        rf"^(?:skip|drop|ignore|remove|exclude|disregard|forget|overlook|cut) (?:out )?(?:about )?{_THE}\b",
        rf"^(?:skip|drop|exclude|ignore) (?:[\w-]+ ){{0,3}}{_PART}$",
        rf"^(?:do not|don't|dont|never|must not|should not|shouldn't|no need to) {_TELL}\b",
        r"^no mention of\b|^not mentioning\b",
        rf"\b{_DRAFT} (?:of (?:the|her|his) \w+ )?(?:but )?(?:without|minus|except|excluding|omitting|leaving out)\b",
        rf"^(?:but )?without (?:[\w-]+ ){{0,4}}{_PART}$",
        rf"^{_STATED} (?:[\w-]+ ){{1,6}}(?:as|to be) (?!{_AS_USUAL}\b)[\w.-]+(?: [\w.-]+){{0,3}}$",
        rf"^call (?:the |her |his |it )(?:[\w-]+ )*{_TOLD_AS}$",
        r"^make (?:it|this|that|her|him|the [\w-]+)(?: [\w-]+)? (?:sound|look|seem|appear|read)\b",
        r"^(?:assum(?:e|ing)|suppos(?:e|ing)|pretend|imagine|presume|as if|as though)\b(?! (?:the |her |his )?care\b)",
        rf"^translate\b|^(?:(?:write|put|render|give|draft|make) (?:[\w-]+ ){{0,3}})?(?:in|into|to) {_LANGUAGES}$",
        rf"\b{_DRAFT} (?:in|into) {_LANGUAGES}$",
        rf"^(?:write |put )?(?:it |this )?(?:as|like|in the \w+ of) (?:an? |the )?(?:[\w-]+ )?{_FORMS}\b",
    )
)

# Whose draft it is to be; "letter to", "for the visit with" and a clinician's name say for whom it is written.
_OF_ANOTHER = re.compile(
    rf"(?i)\b(?:{_DRAFT}|chart|record|history|notes|labs|medications|allergies|results)\W+(?:of|for|on|about)\W+"
    r"(?:(?:mr|mrs|ms|miss)\.? )?\[(?:PERSON|RELATIVE)-\d+[a-z]*\](?!['’]s (?:visit|clinic|office|appointment))|"
    r"^(?:of|about|on) (?:(?:mr|mrs|ms|miss)\.? )?\[(?:PERSON|RELATIVE)-\d+[a-z]*\]"
)
_NUMBER = re.compile(r"\[(?:MRN|SSN|MEMBER-ID|ACCOUNT)-\d+[a-z]*\]|(?i:\b(?:mrn|medical record (?:number|no))\b)")


def names_another(concealed: str) -> bool:
    """Say whether a redacted request asks for a draft of somebody else by name, or holds the number of a record."""
    return bool(_OF_ANOTHER.search(concealed) or _NUMBER.search(concealed))


def orders_software(text: str) -> bool:
    """Say whether the words of a request give orders to software instead of saying what a draft is for."""
    if _OF_MACHINES.search(text):
        return True
    return any(order.why != Why.TASK or not _ASKS_FOR_DRAFT.match(text[order.start :]) for order in orders_in(text))


def wants_otherwise(text: str) -> bool:
    """Say whether a request wants the draft to say less or other than the record does, or in another form.

    A draft that leaves out what somebody wants left out looks whole to whoever reads it next.
    """
    return any(wish.search(clause) for clause in clauses_of(text) for wish in _WISHES)
