-- Places, population groups and measures by their text, so that a row does not repeat them.
CREATE TABLE names (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    text text COLLATE "C" NOT NULL UNIQUE
);

-- `length` is the head of a ledger: whoever appends holds this row.
CREATE TABLE ledgers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    length bigint NOT NULL
);

-- `body` is the canonical entry: the bytes under its leaf.
CREATE TABLE entries (
    ledger bigint NOT NULL REFERENCES ledgers (id),
    at bigint NOT NULL,
    kind text NOT NULL,
    leaf bytea NOT NULL CHECK (length(leaf) = 32),
    body text NOT NULL,
    PRIMARY KEY (ledger, at) INCLUDE (leaf)
);

CREATE TABLE series (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ledger bigint NOT NULL REFERENCES ledgers (id),
    measure bigint NOT NULL REFERENCES names (id),
    place bigint NOT NULL REFERENCES names (id),
    population bigint NOT NULL REFERENCES names (id),
    UNIQUE (ledger, measure, place, population)
);

-- `start` counts days from 1970-01-01, `length` is the code of the length, `at` the entry whose batch brought the reading.
CREATE TABLE readings (
    series bigint NOT NULL,
    at bigint NOT NULL,
    value double precision,
    denominator double precision,
    start integer NOT NULL,
    length smallint NOT NULL,
    mark smallint NOT NULL,
    PRIMARY KEY (series, start, length, at)
);

-- `size` counts the rows of the batch; all of them start from `first` to `last`.
CREATE TABLE batches (
    ledger bigint NOT NULL,
    at bigint NOT NULL,
    measure bigint NOT NULL REFERENCES names (id),
    size bigint NOT NULL,
    first integer NOT NULL,
    last integer NOT NULL,
    PRIMARY KEY (ledger, at),
    FOREIGN KEY (ledger, at) REFERENCES entries (ledger, at)
);

-- `expires` in milliseconds since 1970 began.
CREATE TABLE cabinet (
    drawer text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    value text NOT NULL,
    expires bigint,
    PRIMARY KEY (drawer, key)
);

CREATE INDEX cabinet_expiry ON cabinet (expires) WHERE expires IS NOT NULL;
