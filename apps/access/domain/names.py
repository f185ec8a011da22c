"""How a person is addressed on screen and in print."""

DOCTORS = frozenset({"MD", "DO", "MBBS", "DPM", "DMD", "DDS"})


def formal_name(display_name: str, credentials: str) -> str:
    """Return "Dr. Imani Okafor" for a doctor, and the plain name for everyone else."""
    held = {credential.strip() for credential in credentials.split(",")}
    return f"Dr. {display_name}" if held & DOCTORS else display_name
