"""Export the contracts as schemas that others can read, and guard what they promise."""
