"""Every post and placement gets its first dated row; PostgreSQL refuses dated rows that overlap (SQLite: the actions)."""

from django.db import migrations

# What must never overlap, for whom: (table, columns it belongs to, condition, name)
APART = [
    ("placements_placementterm", ["placement_id"], "cancelled_on IS NULL", "placement_terms_never_overlap"),
    ("placements_postterm", ["post_id"], "cancelled_on IS NULL", "post_terms_never_overlap"),
    ("placements_supervisorlink", ["person_id", "stream_id"], "NOT cover", "one_supervisor_per_stream_on_any_day"),
    ("placements_away", ["person_id"], "cancelled_on IS NULL", "time_away_never_overlaps"),
]


def first_terms(apps, schema_editor):
    post, placement = apps.get_model("placements", "Post"), apps.get_model("placements", "Placement")
    post_term, term = apps.get_model("placements", "PostTerm"), apps.get_model("placements", "PlacementTerm")
    post_term.objects.bulk_create(
        [
            post_term(post=row, team=row.team, band=row.band, wte=row.wte, starts_on=row.starts_on, ends_on=row.ends_on)
            for row in post.objects.all()
        ],
        batch_size=500,
    )
    term.objects.bulk_create(
        [
            term(placement=row, team=row.team, wte=row.wte, working_wte=row.wte, starts_on=row.starts_on, ends_on=row.ends_on)
            for row in placement.objects.all()
        ],
        batch_size=500,
    )


def keep_apart(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for table, columns, condition, name in APART:
        same = ", ".join(f"{column} WITH =" for column in columns)
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist "
            f"({same}, daterange(starts_on, ends_on, '[]') WITH &&) WHERE ({condition})"
        )


def let_overlap(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, _columns, _condition, name in APART:
        schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


class Migration(migrations.Migration):
    dependencies = [("placements", "0002_establishment")]
    operations = [
        migrations.RunPython(first_terms, migrations.RunPython.noop),
        migrations.RunPython(keep_apart, let_overlap),
    ]
