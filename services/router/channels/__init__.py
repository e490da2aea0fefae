"""The world outside the router's own doors: the terminal, files that people take along."""
