"""What may come from outside, and which parts of it go together."""
