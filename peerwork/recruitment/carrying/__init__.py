"""Vacancies and applicants carried in from the organisation’s applicant system: nothing is typed twice."""
