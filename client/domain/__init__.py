"""What shopping is: products, money, sizes, cart, session, actions. Pure values, no input or output."""
