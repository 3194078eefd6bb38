"""Photos to products: the mask of a photo, hypotheses of its shape, their judge. numpy and scipy, no engine."""
