"""Inputs: found, opened within caps, decoded, made documents."""
