"""A call flow that can be called in a notebook: opt-in, behind the extra `widget`."""
