"""One module for each kind of test; each takes a case and a test and returns a finding."""
