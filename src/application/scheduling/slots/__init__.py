"""Free time: searched for, explained, and held while somebody decides."""
