"""What differs between two call flows: in their documents, and for their callers."""
