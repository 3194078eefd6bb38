"""What a shopper's words mean: words to one act. Pure; the rules here answer when no language model is at hand."""
