"""How well messages are understood: gold labels against readings, as figures and reports."""
