"""Results as files others can read: CSV, a workbook, JSON-stat 2; `kinds` says how each is made."""
