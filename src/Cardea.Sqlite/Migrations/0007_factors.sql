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
