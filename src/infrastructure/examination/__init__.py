"""Looking an installation over: what is as it must be, what is worth a look, what is broken and how to mend it."""
