-- One-time codes, by their hash. A user has up to five codes for each purpose, and five that known devices of the user asked for.
-- session_id: the session that asked for the code. tries: how many passwords were tried with the code.
-- session_epoch: the owner's epoch when the code was issued. An end of all sessions raises the epoch, so the code no longer
-- signs in.
CREATE TABLE codes (
    hash       TEXT    NOT NULL PRIMARY KEY,
    purpose    INTEGER NOT NULL,
    user_id    TEXT,
    address    TEXT,
    state      TEXT,
    session_id BLOB,
    session_epoch INTEGER NOT NULL DEFAULT 0,
    of_known_device INTEGER NOT NULL DEFAULT 0,
    tries      INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX codes_by_expiry ON codes (expires_at);

CREATE INDEX codes_by_user ON codes (user_id, purpose);

-- A code that undoes a change of address reserves the old address.
CREATE INDEX codes_by_reserved_address ON codes (address) WHERE purpose = 10;

-- Codes of eight digits that were typed for an address, by a hash of the address. A right code removes the row.
CREATE TABLE typed_codes (
    address      TEXT    NOT NULL PRIMARY KEY,
    in_a_row     INTEGER NOT NULL,
    in_hour      INTEGER NOT NULL,
    hour_ends_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX typed_codes_by_expiry ON typed_codes (expires_at);

-- Mail that waits to be sent. It is sealed, because it holds addresses and codes. A process that takes a mail moves due_at, so
-- no other process takes it. can_wait: true for notices and
-- invitations. They go after the codes, which are good for minutes.
CREATE TABLE outbox (
    id         BLOB    NOT NULL PRIMARY KEY,
    user_id    TEXT,
    can_wait   INTEGER NOT NULL,
    sealed     BLOB    NOT NULL,
    due_at     INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For sending, for the deletion of an account, and for the sweep.
CREATE INDEX outbox_by_due ON outbox (can_wait, due_at);

CREATE INDEX outbox_by_user ON outbox (user_id);

CREATE INDEX outbox_by_expiry ON outbox (expires_at);
