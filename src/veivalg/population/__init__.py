"""Who lives where: the cohort-component model of docs/model/population.md."""
