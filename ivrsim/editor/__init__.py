"""The language server: what an editor shows of a call flow while it is written.

Each feature is a function of an `Opened` text; only `server` knows the protocol.
"""
