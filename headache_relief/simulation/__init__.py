"""Simulated people talk to the real assistant, and what must always hold is checked."""
