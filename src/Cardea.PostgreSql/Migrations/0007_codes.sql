-- One-time codes, by their hash. A user has one of each purpose: a new one takes the place of the older.
-- The session epoch is that of the owner when the code was issued: what it signs in is overtaken by an end of all sessions.
CREATE TABLE cardea.codes (
    hash       text        NOT NULL COLLATE "C" PRIMARY KEY,
    purpose    smallint    NOT NULL,
    user_id    text        COLLATE "C",
    address    text,
    state      text,
    session_epoch bigint   NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    UNIQUE (user_id, purpose)
);

-- For the sweep.
CREATE INDEX codes_by_expiry ON cardea.codes (expires_at);

-- Mail that waits to be sent, sealed: it holds addresses and codes. Whoever takes one puts off when it is due again.
CREATE TABLE cardea.outbox (
    id         uuid        NOT NULL PRIMARY KEY,
    user_id    text        COLLATE "C",
    sealed     bytea       NOT NULL,
    due_at     timestamptz NOT NULL,
    tries      integer     NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);

-- For those who send, for whoever deletes an account, and for the sweep.
CREATE INDEX outbox_by_due ON cardea.outbox (due_at);

CREATE INDEX outbox_by_user ON cardea.outbox (user_id);

CREATE INDEX outbox_by_expiry ON cardea.outbox (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('codes', 'expires_at'), ('outbox', 'expires_at');
