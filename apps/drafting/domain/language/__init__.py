"""Reading clinical English with rules: sentences, dates, quantities, who and whether. Pure; offsets are code points."""
