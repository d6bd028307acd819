"""Pages of recruitment: vacancies, what anybody may read, one's own application, shortlisting, the board."""
