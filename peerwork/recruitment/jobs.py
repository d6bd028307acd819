"""What recruitment does by itself: close vacancies at their time, once, however late this runs."""

from peerwork.kit.jobs import due
from peerwork.recruitment import actions


@due(every=1, name="recruitment.close")
def close_vacancies() -> None:
    actions.close_due()
