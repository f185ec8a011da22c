"""The wire to the identity provider at which people sign in anew to sign (decision 0051)."""
