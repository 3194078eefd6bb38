"""What hands feel: a small tick when the pointer meets a product, a stronger one when something was done."""
