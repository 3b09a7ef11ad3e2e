"""The command line: `headache-relief`."""
