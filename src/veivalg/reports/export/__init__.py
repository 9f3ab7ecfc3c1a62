"""A projection as files others can read: CSV, a workbook, JSON-stat 2."""
