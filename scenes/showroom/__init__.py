"""The showroom: plan.py decides where things stand (pure), build.py makes it visible."""
