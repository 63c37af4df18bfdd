"""Counts become numbers with their uncertainty: pure, no database and no web."""
