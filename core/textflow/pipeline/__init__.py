"""The pipeline file: checked whole before anything runs."""
