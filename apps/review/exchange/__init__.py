"""The way to a payer's system and back: which systems there are, what is sent, what came of it."""
