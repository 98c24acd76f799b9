"""What there is to type: one module for each command, which imports nothing but click at first."""
