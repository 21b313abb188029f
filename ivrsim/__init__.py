"""Validate, simulate and draw IVR call flows."""

__version__ = "0.1.0"
