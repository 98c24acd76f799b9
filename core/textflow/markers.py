"""The marks with which plugins and hook specifications are recognised."""

import pluggy

#: Put on a function of a plugin that implements a hook.
hookimpl = pluggy.HookimplMarker("textflow")
#: Put on the specifications in ``hookspecs``.
hookspec = pluggy.HookspecMarker("textflow")
