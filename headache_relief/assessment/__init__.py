"""The clinical core: pure functions over typed values. No Rasa, no I/O."""
