"""Pages for people, rendered here from the same document that programs read. No script, nothing from elsewhere."""
