-- One-time codes, by their hash. A user has up to five codes for each purpose, and five that known devices of the user asked for.
-- session_id: the session that asked for the code. tries: how many passwords were tried with the code.
-- session_epoch: the owner's epoch when the code was issued. An end of all sessions raises the epoch, so the code no longer
-- signs in.
CREATE TABLE cardea.codes (
    hash       text        NOT NULL COLLATE "C" PRIMARY KEY,
    purpose    smallint    NOT NULL,
    user_id    text        COLLATE "C",
    address    text        COLLATE "C",
    state      text,
    session_id uuid,
    session_epoch bigint   NOT NULL DEFAULT 0,
    of_known_device boolean NOT NULL DEFAULT false,
    tries      integer     NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);

CREATE INDEX codes_by_user ON cardea.codes (user_id, purpose);

-- A code that undoes a change of address reserves the old address.
CREATE INDEX codes_by_reserved_address ON cardea.codes (address) WHERE purpose = 10;

-- For the sweep.
CREATE INDEX codes_by_expiry ON cardea.codes (expires_at);

-- Codes of eight digits that were typed for an address, by a hash of the address. A right code removes the row.
CREATE TABLE cardea.typed_codes (
    address      text        NOT NULL COLLATE "C" PRIMARY KEY,
    in_a_row     integer     NOT NULL,
    in_hour      integer     NOT NULL,
    hour_ends_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);

-- For the sweep.
CREATE INDEX typed_codes_by_expiry ON cardea.typed_codes (expires_at);

-- Mail that waits to be sent. It is sealed, because it holds addresses and codes. A node that takes a mail moves due_at, so no
-- other node takes it. can_wait: true for notices and
-- invitations. They go after the codes, which are good for minutes.
CREATE TABLE cardea.outbox (
    id         uuid        NOT NULL PRIMARY KEY,
    user_id    text        COLLATE "C",
    can_wait   boolean     NOT NULL,
    sealed     bytea       NOT NULL,
    due_at     timestamptz NOT NULL,
    tries      integer     NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL
);

-- For sending, for the deletion of an account, and for the sweep.
CREATE INDEX outbox_by_due ON cardea.outbox (can_wait, due_at);

CREATE INDEX outbox_by_user ON cardea.outbox (user_id);

CREATE INDEX outbox_by_expiry ON cardea.outbox (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('codes', 'expires_at'), ('typed_codes', 'expires_at'), ('outbox', 'expires_at');
