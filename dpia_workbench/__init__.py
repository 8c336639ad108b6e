"""The DPIA Workbench: collective data protection impact assessments for Dutch education."""

__version__ = "0.1.0"
