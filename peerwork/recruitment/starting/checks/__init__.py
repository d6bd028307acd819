"""Employment checks: six by the NHS standards and an organisation's own, references, the two confidential ones."""
