"""National Provider Identifiers, as 45 CFR 162.406 has them: ten digits, the last of them a check digit."""

from stdnum import luhn

PREFIX = "80840"  # of health applications in the United States (ISO/IEC 7812)
DIGITS = 10


def npi_holds(text: str) -> bool:
    """Return whether a text is ten digits whose check digit is right (Luhn over the prefix 80840 and the number)."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and luhn.is_valid(PREFIX + text)
