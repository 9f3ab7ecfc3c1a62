"""What nobody decides alone: stories, scenarios, trends and shocks as shifts of assumptions."""
