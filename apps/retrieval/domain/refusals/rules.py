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
    (Category.SELF_HARM, r"\b(?:painless|quick(?:est)?|easy|best|easiest|sure|peaceful) way to (?:die|kill|end it|overdose)\b"),
    (Category.SELF_HARM, r"\b(?:how|what|which|enough)\b.{0,60}\bto (?:die|kill (?:myself|oneself|her|him|somebody))\b"),
    (Category.SELF_HARM, r"\b(?:thinking|think|thought|feel like|plan(?:ning)?) ?(?:of|about|to)? (?:killing|ending|hurting|harming|taking all)\b.{0,12}\b(?:my|myself|it)\b"),
    (Category.SELF_HARM, r"^help (?:me|her|him|them|a patient|the patient|somebody) (?:to )?(?:die|end|kill|commit|overdose)\b"),
    (Category.SELF_HARM, r"\b(?:hide|conceal|disguise)\b.{0,30}\b(?:self-harm|overdose|purging|cutting)\b"),
    (Category.SELF_HARM, r"\b(?:poisons?|drugs?|medicines?|pills?) (?:that )?kills? (?:fast|quiet|without|quick)"),
    (Category.SELF_HARM, r"\bhow (?:high|great|serious|big) is (?:his|her|their|the) (?:suicide|suicidal) risk\b|^(?:is|will) (?:she|he) (?:going to )?kill (?:her|him)self\b"),
    (Category.DOSING, rf"\b(?:what|which|how (?:much|many|high|big))\b.{{0,60}}\b(?:should|shall|can|could|may|must|do|would) {_PERSON} (?:\w+ )?(?:give|take|prescribe|start|order|inject|administer|receive|get)\b"),
    (Category.DOSING, rf"^(?:by how much |how (?:fast |slowly |quickly )?)?(?:should|shall|can|could|may|must|do) {_WE} (?:safely )?(?:increase|raise|double|lower|halve|reduce|titrate|taper|uptitrate|adjust)\b"),
    (Category.DOSING, r"^(?:calculate|compute|work out|convert|suggest|recommend|give me|propose|choose|set)\b.{0,40}\b(?:dos(?:e|es|age|ing)|taper|titration|units)\b"),
    (Category.DOSING, r"\b(?:right|correct|appropriate|safe|best|recommended|optimal|maximum|starting) (?:dose|dosage)\b.{0,80}\b(?:for (?:a|an|this|her|him|my|the) |to (?:give|start|use|prescribe)\b)"),
    (Category.DOSING, r"^(?:\w+ )?(?:dosing (?:of|for|in)|(?:dose|dosage|dosing) (?:recommendations? )?(?:for|in) (?:a|an|pt|this|elderly|her|him)) "),
    (Category.DOSING, r"\b(?:what|which) (?:dose|dosage|rate|infusion rate|frequency|starting dose)\b.{0,60}\b(?:should|would you|is (?:correct|appropriate|right|recommended|needed|safe|best))\b"),
    (Category.DOSING, r"^is \d[\d.,]* ?(?:mg|mcg|g|units?|ml|tablets?)\b.{0,40}\b(?:enough|too (?:much|little|high|low)|right|safe|ok)\b"),
    (Category.DOSING, rf"^how (?:often|much|many|long)\b.{{0,40}}\b(?:should|shall|can|must|may) {_PERSON} (?:take|get|receive|give|inject|use)\b"),
    (Category.DOSING, r"^tell (?:her|him|the patient|them) how (?:much|many|often)\b|\bto an equivalent\b.{0,40}\bdose\b|^by how much (?:should|can|shall)\b"),
    (Category.DOSING, r"^recommendations? for (?:adjusting|changing|increasing|reducing|titrating)\b.{0,40}\bdos(?:e|es|age|ing)\b"),
    (Category.INTERACTIONS, r"^(?:will|would|does|do|can|could)\b.{1,60}\binteract(?: badly)? with\b"),
    (Category.INTERACTIONS, r"^(?:is|are) there (?:any |a )?(?:known |dangerous |serious )?(?:drug )?interactions? between\b|^safety of (?:combining|mixing)\b"),
    (Category.INTERACTIONS, r"^what happens if\b.{0,40}\b(?:mix|combine|take)e?s?\b|^(?:can|may|could) (?:these|those|the) (?:\w+ )?(?:drugs|medicines|pills|meds) be (?:given|taken|combined)\b"),
    (Category.INTERACTIONS, r"^(?:check|screen|run|review|look)\b.{0,50}\binteractions?\b"),
    (Category.INTERACTIONS, r"^(?:is|would|will) it (?:be )?(?:safe|ok|okay|dangerous|fine|all right) to (?:combine|mix|take|give)\b.{1,60}\b(?:with|and|together)\b"),
    (Category.INTERACTIONS, rf"^(?:can|could|may|should) {_PERSON} (?:safely )?(?:take|use|have|mix|combine)\b.{{1,60}}\b(?:with|together|while (?:on|taking))\b"),
    (Category.CONTRAINDICATIONS, rf"^(?:can|could|may) {_WE} (?:safely )?(?:give|prescribe|use|administer|order)\b"),
    (Category.CONTRAINDICATIONS, rf"^(?:can|could|may|might) {_PERSON} (?:safely )?{_TAKE}\b"),
    (Category.CONTRAINDICATIONS, rf"^(?:is|would|will) it (?:be )?(?:safe|ok|okay|fine|all right|contraindicated|dangerous) (?:for \w+ )?to {_GIVE}\b"),
    (Category.CONTRAINDICATIONS, r"^(?:is|are|would)\b.{1,50}\b(?:safe|contraindicated|unsafe|dangerous|okay|ok) (?:for|in|with) (?:her|him|this|my|our|the patient)\b"),
    (Category.CONTRAINDICATIONS, r"^(?:is|are|would)\b.{1,50}\b(?:safe|contraindicated|unsafe) (?:given|during|with|for) (?:her|his|the patient)\b"),
    (Category.CONTRAINDICATIONS, r"^(?:rule out|exclude|check for) contraindications\b|^are there (?:any )?contraindications (?:to (?:giving|starting)|for (?:her|him|this))\b"),
    (Category.CONTRAINDICATIONS, r"^(?:which|what) (?:drugs|medicines|antibiotics|painkillers|meds)\b.{0,20}\b(?:should|must|can) (?:she|he|i|we|they) (?:not |avoid)"),
    (Category.CONTRAINDICATIONS, r"^(?:is|are) (?:she|he|this patient|the patient) (?:a (?:good )?candidate for|eligible for|fit for|cleared for|allowed to (?:take|get|have|receive))\b"),
    (Category.CONTRAINDICATIONS, rf"^(?:given|with) (?:her|his|this|the)\b.{{1,50}}, (?:can|may|could|should) {_PERSON}\b"),
    (Category.CONTRAINDICATIONS, r"^(?:is there any|any) reason (?:not to|why (?:she|he|we|i)|she|he|we|i)\b.{0,20}\b(?:give|start|cannot|should not|must not|can't|shouldn't)\b"),
    (Category.TRIAGE, r"\b(?:sick|stable|well|safe|bad|serious) enough to (?:be |go |need |wait|leave|travel|stay|come)"),
    (Category.TRIAGE, r"^(?:does|do) (?:this|that|the|her|his)\b.{0,40}\bneed (?:immediate|urgent|same-day|emergency)\b|^how long can\b.{0,30}\b(?:wait|go without)\b"),
    (Category.TRIAGE, r"^(?:rank|prioritize|sort)\b.{0,40}\bpatients\b|^how (?:urgent|dangerous|serious) is (?:her|his)\b|^is (?:her|his|the|this|that)\b.{0,30}\ban emergency\b"),
    (Category.TRIAGE, rf"^(?:does|do) {_PERSON} need to (?:be (?:seen|admitted|transferred)|go to the (?:er|ed|emergency|hospital)|call)\b"),
    (Category.TRIAGE, r"^(?:can|could) (?:this|it|that|the|her|his|they|she|he)\b.{0,40}\bwait\b"),
    (Category.TRIAGE, r"^(?:how (?:urgent|serious|dangerous|bad) is (?:this|it|that)|is (?:this|it|that) (?:an emergency|urgent|serious|life[- ]threatening))\b"),
    (Category.TRIAGE, r"^(?:assign|give|estimate|determine|set)\b.{0,40}\b(?:triage|acuity|severity|urgency|priority)\b"),
    (Category.TRIAGE, r"^(?:is it|would it be) (?:safe|ok|okay|all right|fine) to (?:send|discharge|let|keep|wait|leave)\b"),
    (Category.DECISION, rf"\b(?:what|which|where|who|how)\b.{{0,40}}\b(?:should|shall|must|ought) {_WE}(?: to)?\b"),
    (Category.DECISION, r"^(?:is it|would it be) (?:better|wise|wiser|reasonable|time|right|best) to\b|\bin your opinion\b"),
    (Category.DECISION, r"^(?:can|could|would) you (?:diagnose|treat|assess|examine|prescribe|order|interpret|decide)\b"),
    (Category.DECISION, r"^(?:order|pick|interpret) (?:a|an|the|this|her|his|some|blood|physical)\b|^(?:change|set) (?:her|his|the) code status\b"),
    (Category.DECISION, r"^(?:what|which) disease\b|^tell me (?:what to|which .{1,20} to|whether to)\b|^(?:what|which .{1,20}|whether) to (?:do|prescribe|order|give|operate|start|stop)\b"),
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
