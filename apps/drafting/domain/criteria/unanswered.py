"""Questions that a page leaves without an answer: "pregnancy: no field completed" denies no pregnancy."""

import re

_ABOUT_THE_PAGE = (
    r"fields?|box(?:es)?|entr(?:y|ies)|answers?|repl(?:y|ies)|responses?|documentation|documents?|documented|records?|"
    r"recorded|charted|data|info(?:rmation)?|mention(?:ed)?|notes?|statements?|forms?|questions?|questionnaires?|"
    r"screen(?:s|ing|ed)?|tests?|tested|testing|assessments?|assessed|discussion|discussed|history taken|available|"
    r"completed|entered|filled|checked|asked|results?|labs?|studies|imaging|work-?up|one asked|body asked|time|chance|"
    r"on file|in (?:the |our )?(?:chart|record|file|system)"
)
UNANSWERED = re.compile(
    r"\W{0,3}(?:status|history|hx|screen(?:ing)?|test)?\W{0,3}"
    r"(?:(?:no|none|nothing|never|neither)[ -](?:(?!(?:on|in|by|per|at|of|to|since|and|or|with)\b)[\w-]+ ){0,2}?"
    rf"(?:{_ABOUT_THE_PAGE})\b|"
    r"(?:not|never|un)[ -]?(?:been |yet )?(?:asked|assessed|addressed|discussed|answered|documented|recorded|charted|"
    r"completed|known|obtained|checked|screened|tested|evaluated|done|filled|entered|reviewed|stated|mentioned)\b|"
    r"(?:n/?a|blank|left blank|empty|skipped|unknown|deferred|see (?:chart|note|below|above))\b|[_.]{3,}|\?+)",
    re.IGNORECASE,
)


def is_unanswered(text: str, end: int) -> bool:
    """Return whether what follows the name of a thing, up to ``end`` of a text, says that nobody answered for it."""
    return bool(UNANSWERED.match(text, end))
