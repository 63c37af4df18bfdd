"""What somebody finds out who holds all that is published and can calculate."""
