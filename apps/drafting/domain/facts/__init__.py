"""Typed facts read from passages: what the structured lines and the notes of one chart say, each with its quote."""
