"""One file per node type.  A new file here is a new node type, everywhere."""
