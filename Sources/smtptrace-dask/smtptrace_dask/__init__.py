"""Analyses captures with smtptrace on the machines where they lie, and merges the results."""

__version__ = "0.3.0"
