"""Veivalg: every Norwegian municipality to 2050, and the choices that can be made."""

__version__ = "0.1.0"
