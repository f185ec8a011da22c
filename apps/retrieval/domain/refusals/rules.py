"""What is refused on sight: forms of words that ask for a decision, whoever and whatever they are about.

A rule reads one sentence without politeness, in lower case. Where a sentence asks what somebody said or what stands in
the record, no rule speaks, and the model judges.
"""

import re
from collections.abc import Sequence

from apps.retrieval.domain.refusals.categories import Category

_PERSON = r"(?:she|he|they|i|we|you|(?:the|this|my|our|a|an)(?: [a-z-]+){0,2} (?:patient|woman|man|child|lady|gentleman))"
_WE = r"(?:i|we|you|the (?:nurse|team|doctor|ward)|one)"
_GIVE = r"(?:give|prescribe|order|start|use|administer|add|combine|begin|initiate)"
_TAKE = r"(?:take|have|get|receive|be given|be started on|go on|tolerate|use|mix|combine)"
_SOMEONE = (
    r"(?:i|we|you|one|someone|somebody|people|(?:a|an|the|my|our) \w+|doctors?|physicians?|nurses?|hospitals?|clinics?|ai)"
)

# Asks for what stands in the record, or for what somebody said or did.
OF_RECORD = re.compile(
    r"\b(?:documented|recorded|charted|on file|listed|(?:noted|flagged|written|mentioned|described|reported) (?:in|by|on)"
    r"|in (?:the|her|his|this) (?:chart|record|notes?|letters?|reports?|discharge|history)|according to|per the"
    r"|did (?!i |we |you )(?:\w+ ){1,4}?(?:say|advise|recommend|suggest|think|want|decide|tell|write|order|plan|ask|change)"
    r"|(?:chart|records?|notes?|letter|report|summary) (?:say|says|mention|mentions|show|shows|state|states)"
    r"|was (?:she|he|the patient|anyone) (?:told|advised|given|asked|seen|ordered)|who (?:said|told|decided|recommended|advised))\b"
)

_RULES: Sequence[tuple[Category, str]] = (
    (Category.SELF_HARM, r"\b(?:kill|hurt|harm|hang|poison|drown) (?:myself|ourselves)\b"),
    (Category.SELF_HARM, r"\b(?:end (?:my|it all|my own) ?(?:life)?|take my (?:own )?life|commit suicide|suicide note)\b"),
    (Category.SELF_HARM, r"^(?:i|we) (?:\w+ ){0,3}(?:want|wish|plan|going) to (?:die|be dead)\b"),
    (Category.SELF_HARM, r"\b(?:lethal|deadly|fatal) (?:dose|amount|overdose)\b(?! (?:in|was|were))"),
    (Category.DOSING, rf"\b(?:what|which|how (?:much|many|high|big))\b.{{0,60}}\b(?:should|shall|can|could|may|must|do|would) {_PERSON} (?:\w+ )?(?:give|take|prescribe|start|order|inject|administer|receive|get)\b"),
    (Category.DOSING, rf"^(?:by how much |how (?:fast |slowly |quickly )?)?(?:should|shall|can|could|may|must|do) {_WE} (?:safely )?(?:increase|raise|double|lower|halve|reduce|titrate|taper|uptitrate|adjust)\b"),
    (Category.DOSING, r"^(?:calculate|compute|work out|convert|suggest|recommend|give me|propose|choose|set)\b.{0,40}\b(?:dos(?:e|es|age|ing)|taper|titration|units)\b"),
    (Category.DOSING, r"\b(?:right|correct|appropriate|safe|best|recommended|optimal|maximum|starting) (?:dose|dosage)\b.{0,80}\b(?:for (?:a|an|this|her|him|my|the) |to (?:give|start|use|prescribe)\b)"),
    (Category.INTERACTIONS, r"^(?:check|screen|run|review|look)\b.{0,50}\binteractions?\b"),
    (Category.INTERACTIONS, r"^(?:is|would|will) it (?:be )?(?:safe|ok|okay|dangerous|fine|all right) to (?:combine|mix|take|give)\b.{1,60}\b(?:with|and|together)\b"),
    (Category.INTERACTIONS, rf"^(?:can|could|may|should) {_PERSON} (?:safely )?(?:take|use|have|mix|combine)\b.{{1,60}}\b(?:with|together|while (?:on|taking))\b"),
    (Category.CONTRAINDICATIONS, rf"^(?:can|could|may) {_WE} (?:safely )?(?:give|prescribe|use|administer|order)\b"),
    (Category.CONTRAINDICATIONS, rf"^(?:can|could|may|might) {_PERSON} (?:safely )?{_TAKE}\b"),
    (Category.CONTRAINDICATIONS, rf"^(?:is|would|will) it (?:be )?(?:safe|ok|okay|fine|all right|contraindicated|dangerous) (?:for \w+ )?to {_GIVE}\b"),
    (Category.CONTRAINDICATIONS, r"^(?:is|are|would)\b.{1,50}\b(?:safe|contraindicated|unsafe|dangerous|okay|ok) (?:for|in|with) (?:her|him|this|my|our|the patient)\b"),
    (Category.TRIAGE, rf"^(?:does|do) {_PERSON} need to (?:be (?:seen|admitted|transferred)|go to the (?:er|ed|emergency|hospital)|call)\b"),
    (Category.TRIAGE, r"^(?:can|could) (?:this|it|that|the|her|his|they|she|he)\b.{0,40}\bwait\b"),
    (Category.TRIAGE, r"^(?:how (?:urgent|serious|dangerous|bad) is (?:this|it|that)|is (?:this|it|that) (?:an emergency|urgent|serious|life[- ]threatening))\b"),
    (Category.TRIAGE, r"^(?:assign|give|estimate|determine|set)\b.{0,40}\b(?:triage|acuity|severity|urgency|priority)\b"),
    (Category.TRIAGE, r"^(?:is it|would it be) (?:safe|ok|okay|all right|fine) to (?:send|discharge|let|keep|wait|leave)\b"),
    (Category.DECISION, rf"\b(?:what|which|when|where|who|how|why)\b.{{0,40}}\b(?:should|shall|must|ought) {_WE}(?: to)?\b"),
    (Category.DECISION, rf"^(?:should|shall|must) {_WE}\b"),
    (Category.DECISION, r"^(?:should|shall|must) (?:she|he|they|(?:this|the|my) patient) (?!have (?:had|been)\b)"),
    (Category.DECISION, r"\b(?:what (?:should|shall) (?:she|he|they|this patient|the patient) (?:do|take|get|have)|what (?:would|do) you (?:recommend|advise|suggest|do|think|prescribe)|what is your (?:opinion|advice|recommendation|diagnosis))\b"),
    (Category.DECISION, rf"^(?:do you (?:think|believe|agree|recommend)|would you (?:{_GIVE}|operate|recommend|stop|treat|intubate|discharge))\b"),
    (Category.DECISION, r"^(?:diagnose|treat|cure|prescribe|choose|decide|advise|approve|authorize)\b"),
    (Category.DECISION, r"^(?:make|write|give me|create|recommend|develop|suggest)\b.{0,20}\b(?:treatment|management|care|therapy) plan\b"),
    (Category.DECISION, r"^(?:what (?:is|could be) wrong with|what (?:does (?:she|he|this patient) have|is causing|could be causing))\b"),
)  # fmt: skip
# Asks how something is done, or has a text made that is none of a record: what for, the model says.
_OF_ANY_KIND = (
    rf"^how (?:can|could|might|may|should|would|do|does|to) (?:{_SOMEONE} )(?!(?:\w+ ){{0,2}}(?:reach|contact|find|open|read|see|know|get to|look|feel|sleep|walk|live|tolerate|take|use|manage|pay)\b)",
    r"^(?:write|draft|compose|create|develop|design|devise|formulate|generate|invent|propose|craft|publish|instruct|teach|"
    r"explain how to|describe how to|walk me through|show me how to|tell me how to|help me)\b(?!.*\b(?:summar\w+|overview|timeline|"
    r"problem list|medication list|letters?|prior[- ]auth\w*|appeal|chart|handover|handoff|history|find|record|note)\b)",
)
RULES = tuple((category, re.compile(pattern)) for category, pattern in _RULES)
OF_ANY_KIND = tuple(re.compile(pattern) for pattern in _OF_ANY_KIND)


def category_by_rule(sentence: str) -> Category | None:
    """Return what a sentence asks for beyond doubt, or None."""
    if OF_RECORD.search(sentence):
        return None
    return next((category for category, pattern in RULES if pattern.search(sentence)), None)


def asks_how_or_for_a_text(sentence: str) -> bool:
    """Say whether a sentence asks how something is done, or for a text that is none of a record."""
    return not OF_RECORD.search(sentence) and any(pattern.search(sentence) for pattern in OF_ANY_KIND)


def is_ruled(text: str) -> bool:
    """Say whether any rule refuses a sentence."""
    sentence = text.lower()
    return category_by_rule(sentence) is not None or asks_how_or_for_a_text(sentence)
