"""How a person is addressed on screen and in print."""

DOCTORS = frozenset({"MD", "DO", "MBBS", "DPM", "DMD", "DDS"})

APOSTROPHES = "'\u2019\u2018\u02bb"
NEVER_IN_A_NAME = frozenset("<>=\r\n\t")


def formal_name(display_name: str, credentials: str) -> str:
    """Return "Dr. Imani Okafor" for a doctor, and the plain name for everyone else."""
    held = {credential.strip() for credential in credentials.split(",")}
    return f"Dr. {display_name}" if held & DOCTORS else display_name


def why_no_name(name: str) -> str:
    """Return why this is nobody's name, or an empty text: it stands on signed letters and in files for spreadsheets."""
    if not any(letter.isalpha() for letter in name):
        return "Type the name as it is to stand on letters, such as Imani Okafor."
    if not (name[0].isalpha() or name[0] in APOSTROPHES) or set(name) & NEVER_IN_A_NAME:
        return (
            "A name begins with a letter and holds none of < > = and line breaks. Type it as it is to stand on letters."
        )
    return ""
