"""Text and figures to keep."""
