"""What the survey service keeps beside its aggregates, and the files that it hands out."""
