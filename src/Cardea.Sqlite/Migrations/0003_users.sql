-- Cardea's own users. The roles are in the row, as a JSON array, so one statement rotates a session and reads them. device_epoch:
-- how often all sessions were ended without exception. It voids the device tokens of before. deletion_asked_at: the owner asked to
-- delete the account. It is disabled, and is removed once no change of its address can be undone. password_breached_at: when a
-- sign-in found the present password among breached ones.
CREATE TABLE users (
    id                TEXT    NOT NULL PRIMARY KEY,
    email             TEXT    NOT NULL UNIQUE,
    email_verified    INTEGER NOT NULL,
    password_hash     TEXT,
    security_stamp    TEXT    NOT NULL,
    concurrency_stamp TEXT    NOT NULL,
    roles             TEXT    NOT NULL,
    created_at        INTEGER NOT NULL,
    disabled_at       INTEGER,
    deletion_asked_at INTEGER,
    password_breached_at INTEGER,
    session_epoch     INTEGER NOT NULL DEFAULT 0,
    device_epoch      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- The last enabled administrator is looked for among these few. A role has no quotes, so the text finds the role and nothing else.
CREATE INDEX users_administrators ON users (id) WHERE instr(roles, '"admin"') > 0 AND disabled_at IS NULL;

-- For the search for users, which reads only this index until it has found them.
CREATE INDEX users_for_search ON users (id, email);

-- For the removal of the few accounts that wait for it.
CREATE INDEX users_by_deletion ON users (deletion_asked_at) WHERE deletion_asked_at IS NOT NULL;

-- How often all sessions of a user were ended, for users of another store. A sign-in compares it. For Cardea's own users it
-- compares session_epoch.
CREATE TABLE session_epochs (
    user_id      TEXT    NOT NULL PRIMARY KEY,
    epoch        INTEGER NOT NULL,
    device_epoch INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
