"""Call owners back after the work (回访): whom, by whom, and what they say."""
