"""Where the schema of a policy file stands."""

from pathlib import Path

SCHEMA_FILE = Path(__file__).parents[1] / "data" / "policy.schema.json"
