"""What the shared roles see: figures on a declared lattice, small numbers protected and audited, made once a quarter.

Requests read only a publication; nothing here runs while somebody waits for a page.
"""
