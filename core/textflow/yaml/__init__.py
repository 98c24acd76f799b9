"""Restricted YAML: read with positions, every problem at once."""
