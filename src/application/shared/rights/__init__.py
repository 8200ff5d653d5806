"""What stands beside the access table: fields that only some may set, proofs that are taken, what outsiders read."""
