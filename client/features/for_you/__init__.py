"""What may please this shopper: computed here from what they did, explained, corrected by a word."""
