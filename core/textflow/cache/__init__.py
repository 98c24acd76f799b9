"""What stages have found in a document before, kept from run to run."""
