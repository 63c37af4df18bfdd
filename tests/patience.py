"""How long a test waits for something to happen before it gives up."""

# Waiting ends with the event, so a patient test is no slower; this bound is for machines many times slower than ours.
PATIENCE = 120.0  # seconds
