"""What this shopper likes, worked out and kept on this machine: facts of goods, ranking with reasons, the vault."""
