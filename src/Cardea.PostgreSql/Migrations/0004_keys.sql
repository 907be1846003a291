-- Keys, sealed under the master key. The sequence says which one is the newest, whatever the clocks of the nodes say. longest_life
-- is the longest life of any token that a key makes: it is raised before such a token is made, and never lowered.
CREATE TABLE cardea.keys (
    sequence        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              text        NOT NULL COLLATE "C",
    purpose         smallint    NOT NULL,
    sealed_material bytea       NOT NULL,
    created_at      timestamptz NOT NULL,
    active_from     timestamptz NOT NULL,
    longest_life    interval    NOT NULL,
    expires_at      timestamptz,
    retired_at      timestamptz,
    UNIQUE (purpose, id)
);
