"""Run the whole system in containers: what ``docker-compose.yml`` needs besides the services."""
