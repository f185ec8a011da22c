"""Pages of the policy library: reading, writing, validating, files."""
