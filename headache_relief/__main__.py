"""`python -m headache_relief` is `headache-relief`."""

from headache_relief.cli.program import main

main()
