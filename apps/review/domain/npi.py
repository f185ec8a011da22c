"""National Provider Identifiers, as 45 CFR 162.406 has them: ten digits, the last of them a check digit."""

PREFIX = "80840"  # of health applications in the United States (ISO/IEC 7812)
DIGITS = 10


def npi_holds(text: str) -> bool:
    """Return whether a text is ten digits whose check digit is right (Luhn over the prefix 80840 and the number)."""
    return len(text) == DIGITS and text.isascii() and text.isdigit() and _luhn(PREFIX + text) == 0


def _luhn(number: str) -> int:
    doubled = (2 * int(digit) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)) % 10  # noqa: PLR2004
