"""Charts of statistical process control: what may be read from a series of rates, and what is noise."""
