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

_LINES = Path(__file__).with_name("no_names.txt").read_text(encoding="utf-8").splitlines()
# What stands after "Patient:", or begins a line, and is no name.
NO_NAME = frozenset(word for line in _LINES if not line.startswith("#") for word in line.split())
