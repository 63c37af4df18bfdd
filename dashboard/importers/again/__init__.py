"""A month of the ledger, or a year of the budget, that is delivered again: what counts, and what would disappear.

A delivery says how things are on one day. The newest delivery of the whole month counts, and over it what was added to
it on purpose; whatever order they are loaded in. What would take something away is asked, never guessed.
"""
