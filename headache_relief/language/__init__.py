"""From text to findings: concept, status, whose, when."""
