"""Sealing what names people: envelopes, data keys, and who keeps the keys that wrap them."""
