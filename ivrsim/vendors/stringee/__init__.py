"""Stringee: IVR trees of the contact center API, which are graphs."""
