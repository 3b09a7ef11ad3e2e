"""What is kept about a person: consent, export, erase."""
