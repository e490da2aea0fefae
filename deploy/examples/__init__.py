"""How others talk to the public door, in programs that fit one screen."""
