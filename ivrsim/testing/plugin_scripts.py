"""The pytest plugin of call scripts: `*.call` files are tests."""

from __future__ import annotations
