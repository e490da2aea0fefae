"""Run the whole system on one machine: a private broker, an embedded database, the services."""
