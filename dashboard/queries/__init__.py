"""One file per question to the facts, named as the measure it answers."""
