"""Invented people, towns, streets and firms of many countries (Faker), written in Latin letters."""

from functools import cache
from typing import NamedTuple

from faker import Faker

from apps.redaction.names.training.dice import is_held_out
from apps.redaction.names.training.lists import slots_read

HELD_OUT = 9  # one name in so many never enters the training text
_DRAWS = 500
_ENGLISH = ("en_US", "en_GB", "en_CA", "en_IE")
_OTHERS = (
    *("hu_HU", "cs_CZ", "sk_SK", "pl_PL", "no_NO", "sv_SE", "da_DK", "fi_FI", "is_IS", "et_EE", "lv_LV", "lt_LT"),
    *("de_DE", "de_AT", "de_CH", "nl_NL", "nl_BE", "fr_FR", "it_IT", "es_ES", "es_MX", "es_CO", "pt_PT", "pt_BR"),
    *(
        "ro_RO",
        "hr_HR",
        "sl_SI",
        "tr_TR",
        "az_AZ",
        "en_IN",
        "id_ID",
        "fil_PH",
        "vi_VN",
        "en_NG",
        "en_KE",
        "zu_ZA",
        "tw_GH",
    ),
    *("yo_NG", "ga_IE", "ru_RU", "uk_UA", "bg_BG", "sq_AL", "ja_JP", "zh_CN", "sw", "en_NZ"),
)
_CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфъыьэіґ", "abvgdeziyklmnoprstufyyyeig", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ї": "yi",
    "є": "ye",
    "ё": "yo",
}
_ROMANIZED = ("ja_JP", "zh_CN")
# Whose lists hold real towns, or made-up ones that sound so. Italy's is a set, in another order in every process.
_TOWNS = (
    *("hu_HU", "cs_CZ", "sk_SK", "pl_PL", "no_NO", "sv_SE", "da_DK", "fi_FI", "de_DE", "de_AT", "nl_NL", "nl_BE"),
    *("fr_FR", "es_ES", "en_IN", "id_ID", "lt_LT", "lv_LV", "ro_RO", "hr_HR", "sl_SI", "pt_PT", "pt_BR"),
    *("en_US", "en_GB", "en_CA", "vi_VN", "ru_RU", "fil_PH", "es_CO"),
)


class Invented(NamedTuple):
    """Names to draw from. English ones apart, so that they can be as common as they are in charts."""

    given: list[str]
    family: list[str]
    given_other: list[str]
    family_other: list[str]
    city_other: list[str]
    road: list[str]
    firm: list[str]


def in_latin(name: str) -> str:
    """Return a name in Latin letters, or nothing where it cannot be written so."""
    written = "".join(_CYRILLIC.get(c, _CYRILLIC.get(c.lower(), c).capitalize() if c.isupper() else c) for c in name)
    return written if all(c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in written) else ""


def _drawn(locale: str, method: str, draws: int = _DRAWS) -> list[str]:
    faker = Faker(locale)
    faker.seed_instance(f"{locale} {method}")
    make = getattr(faker, method)
    return list(
        dict.fromkeys(name for _ in range(draws) if (name := in_latin(str(make()).strip())) and "\n" not in name)
    )


def _people(locales: tuple[str, ...], part: str) -> list[str]:
    names: list[str] = []
    for locale in locales:
        names += _drawn(locale, f"{part}_romanized_name" if locale in _ROMANIZED else f"{part}_name")
    return names


@cache
def invented(held_out: bool) -> Invented:
    """Return the names of one side: those kept for scoring, or the rest."""
    slots = slots_read()
    everything = Invented(
        given=_people(_ENGLISH, "first") + 3 * slots["first_more"],
        family=_people(_ENGLISH, "last") + 3 * slots["last_more"],
        given_other=_people(_OTHERS, "first"),
        family_other=_people(_OTHERS, "last"),
        city_other=[c for locale in _TOWNS for c in _drawn(locale, "city", 250)],
        road=[s for locale in _TOWNS for s in _drawn(locale, "street_name", 120)],
        firm=[c for locale in (*_ENGLISH, *_OTHERS) for c in _drawn(locale, "company", 60)],
    )
    return Invented(*([name for name in names if is_held_out(name, HELD_OUT) == held_out] for names in everything))
