"""The report: records as one page to look at and to correct by hand."""
