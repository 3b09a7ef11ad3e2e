"""Whole conversations at a given rate, with the assistant and with a stock Rasa bot."""
