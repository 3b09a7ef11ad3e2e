"""Tests mirror the code; conversations/ holds whole dialogues."""
