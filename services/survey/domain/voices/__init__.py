"""Opinions and suggestions (意见和建议): taken in, answered in time, and what was promised kept."""
