"""What a page looks like: pure functions from answers and choices to components."""
