"""Pages of fairs: an edition at work, what followed, and what is done with an entry."""
