"""What people see of records, wherever they look: on a page, on a terminal, in a notebook."""
