"""HTTP the same way in every service: operations, problems, tokens, OpenAPI, health."""
