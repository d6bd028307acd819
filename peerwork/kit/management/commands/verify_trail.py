"""`manage.py verify_trail`: whether the audit trail, the read log and the history are as they were written."""

import json
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from peerwork.kit import chain, instep

MOST = 50


class Command(BaseCommand):
    help = "Check the chain over the audit trail and the read log, and every record against its history; 1 on a fault."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--head", type=Path, help="a head exported earlier: the chain must still stand on it")
        parser.add_argument("--export", type=Path, help="write the head here, to be kept where nobody here can write")
        parser.add_argument("--chain-only", action="store_true", help="leave out the records' own history")

    def handle(self, *, head, export, chain_only, **options) -> None:
        kept = chain.Head(**{k: v for k, v in json.loads(head.read_text()).items() if k != "at"}) if head else None
        found = list(islice(chain.faults(kept), MOST))
        if not chain_only:
            found += list(islice(instep.faults(), MOST))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults (at most {MOST} of a kind are told).")
        now = chain.head()
        if export:
            export.write_text(now.as_json() + "\n", encoding="ascii")
        self.stdout.write(f"All as it was written: {now.number} links, head {now.hash}.")
