"""Case and finance systems by mapping profiles: one TOML file for each kind of export says what its columns mean.

reader finds and checks them, apply reads a sheet with one, ledgers a ledger where it lies, contacts joins activities to
the case list.
"""
