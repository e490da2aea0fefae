"""Run the system on a Kubernetes cluster: a base, two overlays, and the secrets they mount."""
