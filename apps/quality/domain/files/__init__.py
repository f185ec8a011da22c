"""One report in four formats: what each file says is the same, and all of it is published already."""
