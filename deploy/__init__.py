"""Everything that puts the services somewhere: a machine, containers, a cluster."""
