"""A report for the terminal, as Markdown, and as one page that needs nothing else."""
