"""Leads on the desk: a lead's page, what is due, how leads end, what each way brings."""
