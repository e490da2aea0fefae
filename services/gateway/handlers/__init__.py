"""One file an act: log-in of owners and staff, sessions, the directory."""
