"""Conditions as sets of calls: what can hold, what always holds, what follows from what."""
