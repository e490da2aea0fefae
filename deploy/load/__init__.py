"""Load an estate's files through the gateway: all of them, or nothing if anything is wrong."""
