"""Play a day at the sample estate through the public doors, and show it."""
