-- How often credentials were guessed: one row for an account or a network, found by a hash. A row goes when its window is over.
CREATE TABLE cardea.attempts (
    key        text        NOT NULL COLLATE "C" PRIMARY KEY,
    count      integer     NOT NULL,
    expires_at timestamptz NOT NULL
) WITH (fillfactor = 70);

-- For the sweep.
CREATE INDEX attempts_by_expiry ON cardea.attempts (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('attempts', 'expires_at');

-- Wrong guesses in a row at a credential of an account: by strangers, and by devices that the account knows. after_password: of the
-- strangers' guesses at a second factor, those after the right password. asked_at: the last guess of a stranger. since: the first
-- guess of the row. A sign-in of the owner deletes the row.
CREATE TABLE cardea.guesses (
    key            text        NOT NULL COLLATE "C" PRIMARY KEY,
    strangers      integer     NOT NULL,
    known_devices  integer     NOT NULL,
    after_password integer     NOT NULL,
    asked_at       timestamptz NOT NULL,
    since          timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL
) WITH (fillfactor = 70);

-- For the sweep.
CREATE INDEX guesses_by_expiry ON cardea.guesses (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('guesses', 'expires_at');
