"""Records as tables: one home for what databases, spreadsheets and data frames need to know."""
