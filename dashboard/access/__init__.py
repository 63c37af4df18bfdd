"""Who is asking, and what they may see. The gate is answers.py; this package only decides."""
