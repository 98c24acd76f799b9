"""A run: documents through stages, results checked, every end accounted for."""
