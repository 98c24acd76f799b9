"""The version of the interface between textflow and its plugins."""

#: Raised by one when something that plugins rely on changes or goes.
TEXTFLOW_PLUGIN_API = 1

#: The oldest version that plugins may still be written for.
OLDEST_PLUGIN_API = 1
