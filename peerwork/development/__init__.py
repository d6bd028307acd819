"""What somebody can do and where they are going: competences with evidence, ratings, goals."""
