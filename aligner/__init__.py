"""Aligns English and Russian versions of a text and prepares paragraph pairs for translation review."""

__version__ = "0.1.0.dev0"
