"""What futures and choices have in common: named dials, and how dials move the model."""
