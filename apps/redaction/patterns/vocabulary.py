"""Pieces of expressions that several recognizers share. Written for the ``regex`` module: ``\\K`` drops the context."""

STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|PR"
    "|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas"
    "|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana"
    "|Nebraska|Nevada|New Hampshire"
    "|New Jersey|New Mexico|New York|North Carolina|North"
    " Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto Rico|Rhode Island"
    "|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
MONTH = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})"
    rf"|{MONTH}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:of\s+)?|,)\d{{4}}"
    rf"|\d{{1,2}}\s?(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of|\s*,)?[\s-]+{MONTH}(?:\s+of)?,?[\s-]+(?:in\s+)?\d{{4}}"
    rf"|{MONTH}(?:\s+of|,)?\s+(?:19|20)\d{{2}}"
    r"|(?:19|20)\d{2})"
)
# A value after its label: letters, digits and punctuation inside, three digits or more.
VALUE = r"(?=(?:[A-Za-z\-./]*\d){3})[A-Za-z0-9][A-Za-z0-9\-./]{1,22}[A-Za-z0-9]"
LABEL_END = r"[\s:#=]*(?:(?i:number|no|num|id|identifier|is|was)\b\.?[\s:#=]*)*"

# Capitalized words that stand where a name could and are none.
_NOT_A_NAME = (
    r"(?!(?i:\p{L}*(?:ology|ologist|iatry|iatrist|iatrics|surgery|surgeon|medicine|therapy|therapist)"
    r"|care|clinic|hospital|office|department|dept|team|service|services|center|centre|health|note"
    r"|notes|date|time|history|name"
    r"|signature|signed|phone|fax|she|he|they|we|the|this|that|it|his|her|and|or|on|at|for|in|of|to"
    r"|from|with|will|has|had|is|was|physical|occupational|speech|internal"
    r"|family|emergency|primary|home|nursing|nurse|practitioner|physician|provider|attending|resident"
    r"|student|assistant|medical"
    r"|clinical|patient|pharmacy|lab|laboratory|imaging|unknown|none|pending|staff|system|group"
    r"|associates|plan|policy|today|see"
    r"|patient|mother|father|child|baby|per|re|cc|ok|okay|MD|DO|RN|NP|PA|PA-C|FNP|ARNP|APRN|DNP|LCSW"
    r"|MSW|PT|DPT|OT|OTR|RD|MA|CMA|LPN|PharmD|disease|syndrome|protein|factor|type|stage|grade|score"
    r"|test|bilateral|left|right|upper|lower)\b)"
)
# An apostrophe belongs to the name ("O'Keefe") unless a possessive s follows and ends the word.
NAME_WORD = rf"{_NOT_A_NAME}\p{{Lu}}(?:[\p{{L}}\p{{M}}\-]|['’](?![sS]?(?![\p{{L}}\p{{M}}])))*[\p{{L}}\p{{M}}]"
PARTICLE = r"(?:(?:van|von|der|den|de|del|della|la|le|du|di|da|dos|ten|bin|ibn|al|el)[ ])"
INITIAL = r"\p{Lu}\."
_FAMILY = rf"{PARTICLE}{{0,2}}{NAME_WORD}(?:-{NAME_WORD})?"
FULL_NAME = rf"(?:{NAME_WORD}|{INITIAL})(?:[ ](?:{INITIAL}|\p{{Lu}}\b|{NAME_WORD}))?[ ]{_FAMILY}"
INVERTED_NAME = rf"{NAME_WORD},[ ]{NAME_WORD}(?:[ ]{INITIAL})?"
CREDENTIAL = (
    r"(?:M\.?D\.?|D\.?O\.?|N\.?P\.?|FNP(?:-C|-BC)?|ARNP|APRN|DNP|PA-C|R\.?N\.?|BSN|DPT|Pharm\.?D\.?"
    r"|LCSW|Ph\.?D\.?|CRNA|CNM"
    r"|MBBS|DDS|DMD|DPM|(?:PT|OT|OTR(?:/L)?|COTA|SLP|RD|LPN|CMA)(?=\s*(?:[.;)\n]|$)))"
)
