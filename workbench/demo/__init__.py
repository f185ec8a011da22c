"""Loads the fictional people, policies and charts of ``fixtures/`` through the same doors that real ones use."""
