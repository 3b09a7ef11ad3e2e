"""What is kept about a person: export and erase."""
