"""The registry's use cases: a container per matter, on ports that they share."""
