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
