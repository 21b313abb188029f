"""One file per command: `SUMMARY`, `EXAMPLES`, `arguments(parser)` and `run(args)`."""
