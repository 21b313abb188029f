"""Pictures of call flows: one picture model, and a writer for each format."""
