"""What everything else stands on: time, identity, failure, aggregates. No I/O."""
