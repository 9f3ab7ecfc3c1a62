"""What a projection says: indicators, their causes, how sure they are, and how they compare."""
