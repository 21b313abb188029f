"""Simulated callers and calls: a pure `step`, and a friendly session around it."""
