"""Reports on what owners answered: rates over time, who was won back, who is silently unhappy."""
