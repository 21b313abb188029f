"""One file per rule.  A new file here is a new rule, everywhere."""
