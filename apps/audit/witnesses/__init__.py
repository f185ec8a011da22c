"""Keepers of heads outside the database: a folder, or another host that speaks C2SP tlog-witness."""
