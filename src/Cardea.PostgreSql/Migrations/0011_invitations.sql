-- Invitations to register, one for each address. code: a hash of the mailed code. The registration that uses an invitation deletes
-- it.
CREATE TABLE cardea.invitations (
    id         uuid        NOT NULL PRIMARY KEY,
    email      text        NOT NULL COLLATE "C" UNIQUE,
    code       text        NOT NULL COLLATE "C",
    expires_at timestamptz NOT NULL
);

-- For the sweep.
CREATE INDEX invitations_by_expiry ON cardea.invitations (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('invitations', 'expires_at');
