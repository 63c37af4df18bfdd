"""What people write in the product: validated commands on the operational tables."""
