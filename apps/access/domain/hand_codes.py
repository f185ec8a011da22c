"""Codes that one person reads out to another: Crockford's base 32, in groups, without a letter that looks like a digit.

https://www.crockford.com/base32.html
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES, GROUP = 15, 4  # 120 bits: nobody guesses one, so a plain hash keeps it
BITS = 5
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def hand_code(key: bytes) -> str:
    """Return bytes, a multiple of five of them, as a code in groups."""
    number, length = int.from_bytes(key), len(key) * 8 // BITS
    text = "".join(ALPHABET[number >> BITS * place & 31] for place in reversed(range(length)))
    return "-".join(text[at : at + GROUP] for at in range(0, length, GROUP))


def as_typed(code: str) -> str:
    """Return a code as it counts: small letters, dashes, blanks and look-alikes make no difference."""
    return "".join(sign for sign in code.upper() if sign.isalnum()).translate(ALIKE)
