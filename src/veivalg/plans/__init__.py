"""What is already decided: goals in plans, with quotation, page and what they are about."""
