"""Making the name finder: invented text out of our own templates and lists, training, and scores on held-out text."""
