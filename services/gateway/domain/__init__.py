"""The gateway's rules: accounts, log-in, who hears what, where paths lead. No I/O, no clock."""
