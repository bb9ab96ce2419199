-- Places, population groups and measures by their text, so that a row does not repeat them.
CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE ledgers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    length INTEGER NOT NULL
) STRICT;

-- `body` is the canonical entry: the bytes under its leaf.
CREATE TABLE entries (
    ledger INTEGER NOT NULL REFERENCES ledgers (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    body TEXT NOT NULL,
    PRIMARY KEY (ledger, at)
) STRICT, WITHOUT ROWID;

-- A seal reads every leaf and no body.
CREATE INDEX leaves ON entries (ledger, at, leaf);

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    ledger INTEGER NOT NULL REFERENCES ledgers (id),
    measure INTEGER NOT NULL REFERENCES names (id),
    place INTEGER NOT NULL REFERENCES names (id),
    population INTEGER NOT NULL REFERENCES names (id),
    UNIQUE (ledger, measure, place, population)
) STRICT;

-- The table is its own index: a series lies together, in the order of its periods, the latest reading of a period last.
-- `start` counts days from 1970-01-01, `length` is the code of the length, `at` the entry whose batch brought the reading.
CREATE TABLE readings (
    series INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    at INTEGER NOT NULL,
    value REAL,
    denominator REAL,
    mark INTEGER NOT NULL,
    PRIMARY KEY (series, start, length, at)
) STRICT, WITHOUT ROWID;

-- `size` counts the rows of the batch; all of them start from `first` to `last`.
CREATE TABLE batches (
    ledger INTEGER NOT NULL,
    at INTEGER NOT NULL,
    measure INTEGER NOT NULL REFERENCES names (id),
    size INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (ledger, at),
    FOREIGN KEY (ledger, at) REFERENCES entries (ledger, at)
) STRICT, WITHOUT ROWID;

-- `expires` in milliseconds since 1970 began.
CREATE TABLE cabinet (
    drawer TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    expires INTEGER,
    PRIMARY KEY (drawer, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX cabinet_expiry ON cabinet (expires) WHERE expires IS NOT NULL;
