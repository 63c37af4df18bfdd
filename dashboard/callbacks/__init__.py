"""Thin: an address in, what layouts make of an answer out. Filters live in the address and nowhere else."""
