"""A certificate of this machine, for a payer's system that stands for one outside."""

from tests.drafting.test_agreed import certificate

__all__ = ["certificate"]
