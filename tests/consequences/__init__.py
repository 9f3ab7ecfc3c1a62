"""Consequences: what the people mean for services, staff, money, society and land."""
