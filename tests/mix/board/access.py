"""Who asks, answers, speaks for the forum and makes what goes to the board, by hand from docs/access.md."""

from tests.system.matrix import HR, Model

LEAD = "lived_experience_lead"
BOARD = f"director {LEAD} {HR} charity_hr"
PEERS = "worker senior hr_worker"  # of the trust; the charity's worker is one there
ROLES = {"peer worker"}

MODELS: dict[str, Model] = {
    "mix.Check": Model(
        sets={"asked": "organisation kind quarter closes_on"},
        rows={
            "peers service": {
                f"{LEAD} {HR}": "asked status | asked | open close",
                "director": "asked status",
                PEERS: "asked status | | answer",
            }
        },
        states={"open": "answer close", "closed": ""},
    ),
    "mix.Statement": Model(
        sets={"said": "organisation quarter none_made text", "all": "organisation quarter none_made text "
              "status given_by given_on reply replied_by replied_on"},
        rows={
            "given answered": {
                LEAD: "all | said | give",
                "director": "all | reply | reply",
                f"{HR} {PEERS}": "all",
            }
        },
        states={"given": "reply", "answered": ""},
    ),
    "mix.Indicator": Model(
        sets={"kept": "organisation code name level perspective better note"},
        rows={
            "organisation": {
                f"{LEAD} {HR}": "kept closed_on | kept | add edit close",
                "director": "kept closed_on",
            }
        },
        label="name",
    ),
    "mix.BoardReport": Model(
        sets={"of": "organisation month basis"},
        rows={
            "organisation": {
                f"director {HR}": "of status made_by made_on content | of | make",
                LEAD: "of status made_by made_on content",
            }
        },
        states={"made": ""},
    ),
    "mix.FoiPack": Model(
        sets={"of": "organisation month"},
        rows={
            "organisation": {
                f"director {HR}": "of status made_by made_on content | of | make",
                LEAD: "of status made_by made_on content",
            }
        },
        states={"made": ""},
    ),
}  # fmt: skip
ROUTES = {
    "mix:board": f"GET | only {BOARD}",
    "mix:board-make": "GET POST | start mix.BoardReport make",
    "mix:board-report": "GET | row mix.BoardReport",
    "mix:board-pdf": "GET | row mix.BoardReport",
    "mix:voice": f"GET | only {BOARD} worker senior charity_worker",
    "mix:check-open": "GET POST | start mix.Check open",
    "mix:check-close": "POST | verb mix.Check close",
    "mix:check-codes": "GET POST | verb mix.Check close",
    "mix:check-answer": "GET POST | verb mix.Check answer",
    "mix:check": "GET POST | public",
    "mix:check-thanks": "GET | public",
    "mix:statement-give": "GET POST | start mix.Statement give",
    "mix:statement-reply": "GET POST | verb mix.Statement reply",
    "mix:outcomes": f"GET | only {BOARD}",
    "mix:outcome-add": "GET POST | start mix.Indicator add",
    "mix:outcome-load": "GET POST | start mix.Indicator add",
    "mix:outcome-edit": "GET POST | verb mix.Indicator edit",
    "mix:outcome-close": "POST | verb mix.Indicator close",
    "mix:foi": f"GET | only {BOARD}",
    "mix:foi-make": "GET POST | start mix.FoiPack make",
    "mix:foi-pack": "GET | row mix.FoiPack",
    "mix:foi-zip": "GET | row mix.FoiPack",
}
API = {
    "quarterly-checks": "mix.Check",
    "forum-statements": "mix.Statement",
    "outcomes": "mix.Indicator",
    "board-reports": "mix.BoardReport",
    "information-packs": "mix.FoiPack",
}
