"""What other systems are given: the change feed."""
