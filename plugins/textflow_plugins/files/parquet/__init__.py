"""Parquet: records as rows of nested columns, and rows as documents."""
