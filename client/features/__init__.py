"""One folder per thing a shopper can do."""
