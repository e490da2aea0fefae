"""What every process needs to run: settings, logs, database, life span, metrics."""
