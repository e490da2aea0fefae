"""What intake takes in and the rules for it; no I/O, no clock."""
