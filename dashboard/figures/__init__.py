"""One chart per measure: an Answer becomes a plain plotly figure dict. Pure; theme.py holds the look."""
