"""Plugins: found by metadata, imported when named, held to the contract."""
