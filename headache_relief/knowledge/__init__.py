"""Typed, strict access to `data/knowledge` and `data/lexicon`."""
