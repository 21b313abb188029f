"""Flat frozen models: declared as pydantic's are, and validated by pydantic when somebody asks.

A class lists its fields with their types and defaults.  Readers of documents build it from
values that have been looked at already; a constructor with a value that is not plain, a
JSON Schema or another pydantic model that holds it asks pydantic, which is imported then.
Most commands never need it, and it is a third of what they would load.
"""

from __future__ import annotations

from ivrsim.models.marks import NEEDED, Within
from ivrsim.models.model import Model

__all__ = ["NEEDED", "Model", "Within"]
