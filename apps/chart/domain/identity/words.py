"""Words that tell a header's patient from everybody else, and a name from what only looks like one."""

import re

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

# What stands after "Patient:" or at the start of a line and is no name.
NO_NAME = frozenset(
    """
    the a an this that there she he they it we you i his her their our your who which what when where
    is was are were be been has had have will would can could may might must should does did do not no none nil
    and or but with without for from by at on in of as if than then to into over under after before during since until
    denies denied reports reported states stated complains complaining presents presented presenting describes
    described endorses endorsed says said notes noted feels felt seen admits admitted calls called requests requested
    refill refills request requests referral referrals appointment appointments question questions lab labs result
    results report reports note notes visit visits follow followup up call message messages letter update review
    medication medications prescription prior authorization auth appeal claim denial coverage order orders consult
    consultation evaluation assessment plan history physical exam examination impression findings finding diagnosis
    diagnoses procedure procedures operation surgery discharge admission summary progress nursing therapy education
    instructions information identification demographics name number date time age sex gender male female race status
    state room bed unit ward floor location clinic hospital center centre medical health healthcare care university
    department service services laboratory laboratories radiology pathology imaging cardiology oncology neurology
    page fax phone tel address street city zip email account visit encounter csn fin mrn dob ssn id phi
    stable improved unchanged good fair poor well alert oriented awake comfortable resting pleasant cooperative healthy
    afebrile ambulatory asymptomatic normal abnormal negative positive deceased married single divorced widowed
    left right bilateral pain fever cough nausea diabetes hypertension asthma cancer chest abdominal back knee
    today yesterday tomorrow morning afternoon evening night day days week weeks month months year years old
    english spanish interpreter yes unknown confidential privileged see above below same self other test tests
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday rn md do np pa phd lpn
    new established return inpatient outpatient emergency urgent routine stat chief complaint reason safety goals
    goal rights portal satisfaction identified identifiers verified tolerated response transport position prepped
    """.split()
)
