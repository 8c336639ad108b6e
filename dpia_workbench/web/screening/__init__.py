"""The screening: which assessments does a product need?"""
