"""Who publishes by the open standard and loads what others published, by hand from docs/access.md."""

from tests.system.matrix import HR, Model

READ = f"director lived_experience_lead {HR} charity_hr"

MODELS: dict[str, Model] = {
    "mix.ShareFile": Model(
        sets={"file": "organisation status publisher code month signed_by loaded_by loaded_on"},
        rows={
            "organisation": {
                f"director {HR}": "file | organisation | load withdraw",
                "lived_experience_lead": "file",
            }
        },
        states={"loaded": "withdraw", "withdrawn": ""},
        hidden="content",
    ),
}
ROUTES = {
    "mix:open": f"GET | only {READ}",
    "mix:open-load": "GET POST | start mix.ShareFile load",
    "mix:open-withdraw": "POST | verb mix.ShareFile withdraw",
    "mix:open-mix": f"GET | only {READ}",
    "mix:open-dictionary": f"GET | only {READ}",
    "mix:open-share": "GET POST | start mix.ShareFile load",
    "api:open-mix": f"GET | only {READ}",
    "api:peer-share": "GET | start mix.ShareFile load | 400",  # the charity has nothing that may be told
    "api:outcome-figures": f"POST | only lived_experience_lead {HR} charity_hr",
}
API = {"share-files": "mix.ShareFile"}
