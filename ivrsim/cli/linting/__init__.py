"""The parts of `ivrsim lint`: what is looked at, which rules, mending, the reports."""
