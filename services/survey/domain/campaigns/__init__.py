"""Ask every household the same questions (policy.zh.md 四.1): from the file to the results."""
