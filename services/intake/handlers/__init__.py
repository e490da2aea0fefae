"""One function for each command and message: load, tell, save."""
