"""The rules: who is told what, in which words, by which outlet, and what becomes of it."""
