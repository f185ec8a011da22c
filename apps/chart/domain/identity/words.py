"""Words that tell a header's patient from everybody else, and a name from what only looks like one."""

import re
from pathlib import Path

_REST = r")(?:['’]s|\(s\)|s)?(?![\w-])"

# From here to the end of the line somebody who wrote, ordered or received it is spoken of.
PROVIDER = re.compile(
    r"(?<!\w)(?:"
    r"attending|dictat(?:ed|ing|or)|transcri(?:bed|ber|ption)|"
    r"(?:electronically\s+|digitally\s+)?signed|signature|sign(?:ing|er)|authenticated|author(?:ed)?|cosign\w*|"
    r"referr(?:ed|ing)|ordering|ordered\s+by|requesting|requested\s+by|performing|interpreting|"
    r"provider|physician|doctor|clinician|surgeon|assistant|anesthesiologist|radiologist|pathologist|"
    r"therapist|nurse|pharmacist|technologist|technician|prescriber|pcp|consultant|resident|fellow|"
    r"cc|c/c|copy\s+to|copies\s+to|from|to|attn|attention|dear|fax|"
    r"employer|school|pharmacy|facility\s+name|agency|vendor|device|drug\s+name|medication\s+name|test\s+name" + _REST,
    re.IGNORECASE,
)
# From here to the end of the paragraph a relative, a payer or a contact is spoken of.
RELATIVE = re.compile(
    r"(?<!\w)(?:"
    r"mother|father|parent|son|daughter|brother|sister|sibling|wife|husband|spouse|partner|child|children|aunt|uncle|"
    r"cousin|nephew|niece|grand\w+|caregiver|caretaker|guardian|next\s+of\s+kin|nok|relative|family|"
    r"relation(?:ship)?|emergency\s+contact|contact|proxy|power\s+of\s+attorney|poa|informant|interpreter|witness|"
    r"guarantor|subscriber|insured|policy\s?-?holder|member|payer|payor|insurance|beneficiary|responsible\s+party|"
    r"baby|newborn|neonate|infant|fetus|twin\s+[ab]|donor|recipient|roommate|index\s+(?:case|patient)" + _REST,
    re.IGNORECASE,
)

# What stands beside the name of somebody who treats; the title of a form ("Title: Mr") is none.
POST = re.compile(
    r"(?:^|(?<=[\s/|;,]))(?:title|position|specialt(?:y|ies)|credentials|npi|licen[sc]e)(?:\s*(?:#|no\.?|number))?\s*[:=]"
    r"(?!\s*(?:mr|mrs|ms|miss|mx)\b)",
    re.IGNORECASE,
)
NEWBORN = frozenset({"baby", "newborn", "infant", "neonate", "babyboy", "babygirl", "bb", "bg"})
# A newborn who is the patient: "Patient: JONES, BABY GIRL"; not "Baby Boy of Jane Doe", which a mother's page may say.
_NEWBORN_NAME = re.compile(
    r"(?:\b(?:patient|pt\.?|name)\s*[:|\t]\s*(?:[^\W\d_][^\d:|\t]{0,40}?[,\s]\s?)?|^[^\W\d_][\w'’ -]{1,30},\s?)"
    r"(?:baby|newborn|infant|neonate)\b(?!\s*[:(]|['’]s)(?!(?:\s+(?:boy|girl|male|female))?(?:\s+[a-d])?\s+(?:of|b/?o|g/?o)\b)",
    re.IGNORECASE,
)


def relative_in(line: str) -> re.Match[str] | None:
    """Return where a line begins to speak of a relative, a payer or a contact; a newborn's own name is no relative."""
    own = [(found.start(), found.end()) for found in _NEWBORN_NAME.finditer(line)]
    found = RELATIVE.finditer(line)
    return next((one for one in found if not any(start <= one.start() < end for start, end in own)), None)


_LINES = Path(__file__).with_name("no_names.txt").read_text(encoding="utf-8").splitlines()
# What stands after "Patient:", or begins a line, and is no name.
NO_NAME = frozenset(word for line in _LINES if not line.startswith("#") for word in line.split())
