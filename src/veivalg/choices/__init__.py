"""What somebody can decide: levers, packages of them, and the sector's own catalogue."""
