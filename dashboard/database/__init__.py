"""Where the figures come from: tables, versions and the one way to read a frame."""
