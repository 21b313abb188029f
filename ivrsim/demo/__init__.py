"""The campaign that `ivrsim demo` shows: a fictional heating and plumbing company."""
