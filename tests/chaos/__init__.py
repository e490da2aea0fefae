"""Kill processes under load, and count whether anything was lost, doubled or told twice."""
