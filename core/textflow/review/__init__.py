"""Corrections made by people: read, anchored in later records, applied."""
