"""The world outside the rules: keys, passwords, the notifier, the services behind the door."""
