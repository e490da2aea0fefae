"""The rules of asking: links, terms, answers, what may be changed and until when."""
