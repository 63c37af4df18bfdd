"""Trinvis: how a Danish municipality steers the children's-disability area."""
