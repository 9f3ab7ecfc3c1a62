"""One place, one future, one package: from what people write to outcomes."""
