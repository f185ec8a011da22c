"""Matching the identifiers that a patient's own record holds, in all the ways people write them."""
