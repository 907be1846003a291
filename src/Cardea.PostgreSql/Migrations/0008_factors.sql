-- Second factors. The authenticator app and the recovery codes are in the user's row, so two changes at the same time conflict.
-- Passkeys have a table of their own, whose key makes sure that a passkey belongs to one user.
ALTER TABLE cardea.users
    ADD COLUMN authenticator_key  bytea,
    ADD COLUMN authenticator_step bigint,
    ADD COLUMN recovery_codes     text[] NOT NULL DEFAULT '{}';

CREATE TABLE cardea.passkeys (
    credential_id bytea NOT NULL PRIMARY KEY,
    user_id       text  NOT NULL COLLATE "C",
    passkey       text  NOT NULL
);

CREATE INDEX passkeys_by_user ON cardea.passkeys (user_id);

-- Devices that are trusted for the second step, by the hash of their token. session_id is the session that began last on the
-- device: who ends it from elsewhere does not trust the device any more.
CREATE TABLE cardea.trusted_devices (
    hash       text        NOT NULL COLLATE "C" PRIMARY KEY,
    user_id    text        NOT NULL COLLATE "C",
    session_id uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX trusted_devices_by_user ON cardea.trusted_devices (user_id);

CREATE INDEX trusted_devices_by_session ON cardea.trusted_devices (session_id);

CREATE INDEX trusted_devices_by_expiry ON cardea.trusted_devices (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('trusted_devices', 'expires_at');
