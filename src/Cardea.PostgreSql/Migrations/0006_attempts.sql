-- How often credentials were guessed: one row for an account or a network, found by a hash. A row goes when its window is over.
CREATE TABLE cardea.attempts (
    key        text        NOT NULL COLLATE "C" PRIMARY KEY,
    count      integer     NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 70);

-- For the sweep.
CREATE INDEX attempts_by_expiry ON cardea.attempts (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('attempts', 'expires_at');
