"""Tests of call flows: a pytest plugin, and Hypothesis strategies."""
