"""Findings: what the numbers say, as message keys with values; `language` holds the sentences."""
