"""Vendors: each reads its own documents into call flows and writes them back."""
