"""Ages over 89, however they are said (45 CFR 164.514(b)(2)(i)(C))."""

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.checks import is_ninety_years
from apps.redaction.patterns.recognizer import Shape, shape

_FIGURE = r"(?:9\d|1[0-2]\d)"
_ROMAN = r"(?:XC(?:IX|IV|VI{0,3}|I{0,3})|C(?:X{0,3}|XL)(?:IX|IV|VI{0,3}|I{1,3}))"
_FIGURES = " ".join(str(age) for age in range(90, 130))
_ROMAN_ALONE = r"XC(?:I{1,3}|IV|VI{0,3}|IX)"
_ROMANS = "XC XCI XCII XCIII XCIV XCV XCVI XCVII XCVIII XCIX CI CII CIII CIV CV CVI CVII CVIII CIX CXI CXII"
_NOUNS = "nonagenarian nonagenarians centenarian centenarians supercentenarian supercentenarians"
_ONES = r"one|two|three|four|five|six|seven|eight|nine"
_WORDS = (
    rf"(?:nin(?:e)?ty(?:[\s\-–]+(?:{_ONES}))?|(?:a"
    rf"|one)[\s\-]+hundred(?:[\s\-]+(?:and[\s\-]+)?(?:{_ONES}|ten|eleven|twelve|thirteen|fourteen"
    rf"|fifteen))?)"
)
_ORDINALS = (
    r"(?:ninetieth|ninety[\s\-]+(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
    r"|(?:one[\s\-]+)?hundredth|hundred[\s\-]+and[\s\-]+(?:first|second|third|fourth|fifth))"
)
_OLD = (
    r"(?:[\s\-–]*(?:years?|yrs?\.?|y)[\s\-–]*(?:old|young|of\s+age|o\b)|\s*y\.?\s?/?\s?o\b|[\s\-–]*year[\s\-–]*olds?)"
)
_NO_UNIT = (
    r"(?![\d.,]?\d|%|/\d)(?!\s*(?:%|mg|mm|ml|kg|lbs?|cm|days?|weeks?|wks?|months?|mos?|hours?"
    r"|minutes?|mins?|percent|degrees?|beats?|bpm|over|feet|pounds?|dollars?|st|nd|rd|th\s+percentile))"
)
_AGE_CUE = (
    r"\b(?:aged?|age\s*(?:is|of|at\s+\w+|[:=])?|ages|turn(?:ed|s|ing)?|reached"
    r"|lived\s+to(?:\s+be)?|died\s+(?:at|of\s+old\s+age\s+at)(?:\s+(?:the\s+)?age(?:\s+of)?)?"
    r"|until\s+age)\s*[:=]?\s*"
)


def age_shapes() -> list[Shape]:
    """Return the shapes of ages over 89."""

    def age(expression: str, *, words: str, cased: bool = False) -> Shape:
        return shape(IdentifierKind.AGE_OVER_89, expression, words=words, cased=cased, reach=(36, 40))

    return [
        age(rf"(?<![\d.,/\-])\b{_FIGURE}(?={_OLD})", words=_FIGURES),
        age(rf"{_AGE_CUE}\K{_FIGURE}\b{_NO_UNIT}", words=_FIGURES),
        age(
            r"\b(?:s?he|who|patient|pt|mother|father|wife|husband|mom|dad|grandmother|grandfather)\s+"
            rf"(?:is|was|died\s+at|alive\s+at|living\s+at)\s+(?:(?:now|nearly|almost)\s+)?\K{_FIGURE}\b(?=[.,;)\n]|$|\s+(?:and|now|but)\b)"
            rf"{_NO_UNIT}",
            words=_FIGURES,
        ),
        age(r"(?<![\d.,/\-])\b(?:9\d|1[01]\d)(?=\s?(?:M|yof|yom|yo[FM]|y[FM])\b)", words=_FIGURES, cased=True),
        age(r"\b(?:[Aa]n?|[Tt]his|[Ii]s|[Tt]he)\s+\K(?:9\d|1[01]\d)(?=\s?F\b)", words=_FIGURES, cased=True),
        age(rf"\b{_FIGURE}(?:st|nd|rd|th)(?=\s+(?:birthday|year))", words=_FIGURES),
        age(rf"\b{_WORDS}(?={_OLD})", words="ninety ninty hundred"),
        age(rf"{_AGE_CUE}\K{_WORDS}\b{_NO_UNIT}", words="ninety ninty hundred"),
        age(
            rf"\b(?:I\s+am|(?:s?he|who)\s+(?:is|was)|(?:I['’]m|s?he['’]s))\s+(?:(?:now|nearly|almost|already)\s+)?\K{_WORDS}\b{_NO_UNIT}",
            words="ninety ninty",
        ),
        age(
            rf"(?<!(?:sat|o2|oxygen|pulse|rate|hr|pressure|flexion|abduction|degrees|temp)\w*[^.\n]{{0,32}})"
            rf"\bat\s+\K{_WORDS}(?=[.,;)]){_NO_UNIT}",
            words="ninety ninty",
        ),
        age(rf"\b{_ORDINALS}(?=\s+(?:birthday|year))", words="ninetieth ninety hundredth hundred"),
        age(rf"\b{_ROMAN}(?={_OLD})", words=_ROMANS, cased=True),
        age(rf"\b{_ROMAN_ALONE}\b", words=_ROMANS, cased=True),
        age(rf"\b(?i:aged?|age\s+of)\s*[:=]?\s*\K{_ROMAN}\b", words=_ROMANS, cased=True),
        age(
            r"\b(?:his|her|their|the|in)\s+(?:early\s+|mid(?:dle)?[\s\-]?|late\s+)?\K(?:90['’]?s|nineties|100['’]?s)\b",
            words="90 100 nineties",
        ),
        age(r"\b(?:super)?(?:nonagenarian|centenarian)s?\b", words=_NOUNS),
        shape(
            IdentifierKind.AGE_OVER_89,
            r"(?<![\d.,])(?:\d{1,2},\d{3}|\d{4,5})[\s\-]*(?:months?|mos?\.?|weeks?|wks?"
            r"|days?)(?=[\s\-]*(?:old|of\s+age|o\b))",
            digits=4,
            check=is_ninety_years,
        ),
    ]
