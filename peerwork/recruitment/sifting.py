"""What shortlisting comes to: which lines are marked, and whether every essential one is met."""

from collections import Counter

from peerwork.recruitment.models import Application, Criterion, ShortlistMark, Vacancy

EYES = 2  # people who look at each application


def lines(vacancy: Vacancy) -> list[Criterion]:
    """The lines of a specification that are looked at in the application."""
    return [line for line in vacancy.criteria.filter(dropped_on__isnull=True) if "application" in line.assessed_by]


def meets_essentials(application: Application) -> bool:
    """Whether every essential line is met in the eyes of at least half of those who finished; a tie is for the
    applicant."""
    essential = [line for line in lines(application.vacancy) if line.essential]
    given = ShortlistMark.objects.filter(sift__application=application, sift__status="done")
    return all_met(essential, given.values_list("criterion", "mark"))


def all_met(essential: list[Criterion], given) -> bool:
    """`given` are pairs of criterion number and mark."""
    met, seen = Counter(), Counter()
    for number, mark in given:
        seen[number] += 1
        met[number] += mark == "met"
    return bool(seen) and all(seen[line.pk] and 2 * met[line.pk] >= seen[line.pk] for line in essential)
