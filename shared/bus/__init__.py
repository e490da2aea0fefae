"""RabbitMQ: topology, confirmed publishing, consuming by a settle table, dead letters."""
