"""Try the containers on any machine: an engine, images, the stack, the tests, and nothing left."""
