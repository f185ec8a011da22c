"""The pattern layer of the wall: Presidio's recognizers and our own, on a blank spaCy pipeline, without any network."""
