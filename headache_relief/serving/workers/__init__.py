"""Several assistants on one machine behind one port: `headache-relief serve --workers N`."""
