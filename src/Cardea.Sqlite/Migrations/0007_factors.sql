-- Second factors. The authenticator app and the recovery codes are in the user's row, so two changes at the same time conflict.
-- Passkeys have a table of their own, whose key makes sure that a passkey belongs to one user.
ALTER TABLE users ADD COLUMN authenticator_key BLOB;
ALTER TABLE users ADD COLUMN authenticator_step INTEGER;
ALTER TABLE users ADD COLUMN recovery_codes TEXT NOT NULL DEFAULT '[]';

CREATE TABLE passkeys (
    credential_id BLOB NOT NULL PRIMARY KEY,
    user_id       TEXT NOT NULL,
    passkey       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- Devices that are trusted for the second step, by the hash of their token. session_id is the session that began last on the
-- device: who ends it from elsewhere does not trust the device any more.
CREATE TABLE trusted_devices (
    hash       TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL,
    session_id BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX trusted_devices_by_user ON trusted_devices (user_id);
CREATE INDEX trusted_devices_by_session ON trusted_devices (session_id);
CREATE INDEX trusted_devices_by_expiry ON trusted_devices (expires_at);
