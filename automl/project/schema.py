"""The two databases of the store as SQL, one tuple of statements per format version.

A database says its format in `PRAGMA user_version`; each tuple of statements leads from one version to the next,
the first from an empty file. To change a format, append a tuple; never edit one that was released.
"""

from __future__ import annotations

from dataclasses import dataclass

Step = tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """What a database is called in sentences, and the steps from an empty file to the newest format."""

    name: str
    steps: tuple[Step, ...]

    @property
    def version(self) -> int:
        """The newest format that this program writes and reads."""
        return len(self.steps)


HOME = Schema(
    "home folder",
    (
        (
            """create table looks (
                id integer primary key autoincrement,
                time text not null,
                fingerprint text not null,
                target text not null,
                run text not null
            )""",
            "create index looks_by_data on looks (fingerprint, target)",
            "create table settings (name text primary key, value text not null)",
        ),
        (
            """create table lessons (
                id integer primary key autoincrement,
                time text not null,
                project text,
                run text not null,
                key text not null unique,
                task text not null,
                body text not null
            )""",
        ),
    ),
)

# Columns named `entry` hold the `seq` of the transcript entry that says the same.
PROJECT = Schema(
    "project",
    (
        (
            "create table facts (name text primary key, value text not null)",
            """create table data_versions (
                id integer primary key autoincrement,
                time text not null,
                name text not null,
                file text not null,
                inner_table text,
                fingerprint text not null,
                size_bytes integer not null,
                entry integer not null
            )""",
            """create table documents (
                version integer primary key,
                time text not null,
                why text not null,
                document text not null,
                entry integer not null
            )""",
            """create table approvals (
                id integer primary key autoincrement,
                time text not null,
                version integer not null references documents (version),
                name text not null,
                note text not null,
                entry integer not null
            )""",
            """create table decisions (
                id integer primary key autoincrement,
                time text not null,
                actor text not null,
                what text not null,
                why text not null,
                entry integer not null
            )""",
            """create table messages (
                seq integer primary key autoincrement,
                time text not null,
                role text not null,
                content text not null,
                events text not null,
                entry integer not null
            )""",
            """create table events (
                seq integer primary key autoincrement,
                time text not null,
                turn text not null,
                kind text not null,
                body text not null
            )""",
            "create index events_by_turn on events (turn, seq)",
            """create table runs (
                id text primary key,
                number integer not null unique,
                created text not null,
                started text,
                ended text,
                document text not null,
                data integer references data_versions (id),
                seed integer not null,
                status text not null,
                message text not null default '',
                pid integer,
                process_started real,
                heartbeat real,
                progress text not null default '{}',
                stop integer not null default 0,
                head text
            )""",
            """create table trials (
                run text not null references runs (id),
                number integer not null,
                time text not null,
                trial text not null,
                primary key (run, number)
            ) without rowid""",
        ),
        ("alter table runs add column job text not null default '{}'",),
    ),
)
