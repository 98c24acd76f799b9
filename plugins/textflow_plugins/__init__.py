"""The built-in plugins, reached only through the entry-point group."""
