"""What whoever operates the system watches: log events, metrics, alerts, run-books, dashboards."""
