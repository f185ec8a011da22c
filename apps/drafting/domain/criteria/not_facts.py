"""Words by which a sentence tells that it is a rule, a question, of somebody else, or void: for `own_facts`."""

import re

from apps.drafting.domain.criteria.subjects import KIN

_PAYER = (
    r"(?:payer|payor|insur(?:er|ance)(?: (?:company|plan|carrier))?|(?:health|her|his|their) plan|carrier|medicare|"
    r"medicaid|CMS|PPO|HMO|BCBS|Aetna|Cigna|Humana|Anthem|UHC|UnitedHealthcare|Kaiser|Tricare)"
)
# What a payer asks or believes, and what is only assumed for its form.
RULE_TOLD = re.compile(
    rf"(?i)\b{_PAYER}(?: (?:now|still|also))? (?:(?:says?|said|states?|stated|claims|writes?|wrote|lists?|shows?|"
    rf"thinks?|"
    r"believes?) (?:that )?(?:she|he|pt|patient|the)|wants|requires?|needs|asks for)\b|"
    rf"\b(?:per|according to) (?:the |her |his )?{_PAYER}(?:['’]s)? (?:records?|files?|claims|letter|portal)\b|"
    rf"\b(?:LCD|NCD) [A-Z]?\d+\s*:|\b(?:{_PAYER}|coverage|approval)(?:['’]s)? (?:thresholds?|cut-?offs?|minimum)\b|"
    r"\b(?:must|needs? to|has to|have to|required to) (?:first |also )?(?:have (?:tried|failed|had|documented|"
    r"completed)|"
    r"document|demonstrate)\b|^\W*(?:assum(?:e|ing)|suppos(?:e|ing)|pretend|let['’]?s say)\b|"
    r"\bfor (?:the )?(?:PA|prior auth\w*|form|insurance|approval|billing|coding)(?: purposes?)?\s*[:,]"
)
# A question put to somebody, a measure of what would do, an example.
ASKED = re.compile(
    r"(?i)\b(?:(?:ask(?:s|ed|ing)?|wonder(?:s|ed|ing)?|question(?:s|ed)?|unclear|check(?:ing)?|determine) "
    r"(?:whether|if)|(?:would|could|might) (?:qualify|suffice)|(?:is|as) an? example)\b"
)
THEIRS_TOO = re.compile(
    rf"(?i)\((?:(?:his|her|the|their) )?{KIN}['’]s\)|\bbelong(?:s|ed)? to (?:her|his|their|the|a) (?:\w+ )?{KIN}\b|"
    rf"\bin (?:her|his|their) {KIN}\b(?!['’])|\bon the (?:ear|finger|arm|hand|toe) of (?:her|his|the|a) {KIN}\b|"
    rf"^\W*{KIN}\s*:\s(?!.*\b(?:he|she|pt|patient|his|her|they)\b)"
)
# Void altogether; and a value that was not measured, or not written, rightly.
VOID = (
    r"disregard(?:ed)?\b|retracted\b|(?:lab(?:oratory)?|clerical) (?:mix-?up|error)\b|mix-?up\b|"
    r"(?<=\S )not (?:hers|his|mine)(?=\W*(?:$|[,;.]))|not (?:this|our|the) (?:pt|patient)['’]s|"
    r"results? (?:was |were )?cancell?ed\b"
)
SPOILED = (
    r"clotted|spurious|not (?:believable|credible|plausible)|"
    r"(?:amended|revised|re-?issued) (?:to|as) (?=[-<>]?\d)"
)
MACHINE_SAID = re.compile(
    r"(?i)^\W*(?:machine|computer|auto(?:mated)?(?:[- ]interpretation)?)\s*:|"
    r"\((?:by )?(?:the )?(?:machine|computer|auto\w*)(?: read\w*)?\)"
)
IN_TRUTH = re.compile(
    r"(?i)\b(?:actually|in fact|really|truly) (?:a |an )?(?:normal|negative|unremarkable|no\b|absent)"
)
THE_LAB = re.compile(r"(?i)^\W*(?:the )?lab(?:oratory)? (?:called|phoned|says?|notified us)\W+(?:results?\b)?$")
