"""Codes of the MHSDS as NHS England publishes them, with the months (UniqMonthID) they are valid in."""

TEAM_TYPES: dict[str, tuple[int, int | None]] = {  # code: first month, last month
    "A01": (1429, None), "A02": (1429, None), "A03": (1429, 1458), "A04": (1429, 1458), "A05": (1429, None),
    "A06": (1429, None), "A07": (1429, None), "A08": (1429, None), "A09": (1429, None), "A10": (1429, None),
    "A11": (1429, None), "A12": (1429, None), "A13": (1429, None), "A14": (1429, None), "A15": (1429, None),
    "A16": (1429, None), "A17": (1429, None), "A18": (1429, None), "A19": (1429, None), "A20": (1429, None),
    "A21": (1429, None), "A22": (1429, None), "A23": (1429, None), "A24": (1429, None), "A25": (1429, None),
    "B01": (1429, None), "B02": (1429, None), "C01": (1429, None), "C02": (1429, None), "C04": (1429, None),
    "C05": (1429, None), "C06": (1429, None), "C07": (1429, None), "C08": (1429, None), "C10": (1429, None),
    "D01": (1429, None), "D02": (1429, None), "D03": (1429, None), "D04": (1429, None), "D05": (1429, None),
    "D06": (1429, None), "D07": (1429, None), "D08": (1429, None), "E01": (1429, None), "E02": (1429, None),
    "E03": (1429, None), "E04": (1429, None), "F01": (1459, None), "F02": (1459, None), "F03": (1459, None),
    "F04": (1459, 1488), "F05": (1459, None), "F06": (1459, None), "Z01": (1459, None), "Z02": (1459, None),
}  # fmt: skip
ATTENDANCE = {"2", "3", "4", "5", "6", "7"}
MECHANISMS = {"01", "02", "03", "04", "05", "06", "09", "10", "11", "12", "13", "98"}
LAST_OF_V5 = 1488  # March 2024: from the month after, a contact's team comes from the referral unless it names another


def uniq_month(year: int, month: int) -> int:
    """The MHSDS number of a month: April 2024 is 1489."""
    return (year - 1900) * 12 + month - 3
