"""Plugins: found by metadata, imported when named, checked against the contract."""
