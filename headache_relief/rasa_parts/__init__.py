"""Adapters to Rasa: graph components, policy, stores, actions run in process."""
