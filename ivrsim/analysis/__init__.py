"""Exact analysis of call flows: proofs about all callers, not samples of them."""
