"""What the pages of going out and inviting in show, beside the records themselves."""
