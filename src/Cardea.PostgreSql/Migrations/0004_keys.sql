-- Keys, sealed under the master key. The highest sequence is the newest key, even if the clocks of the nodes differ.
-- longest_life: the longest life of any token that the key makes. It is raised before such a token is made, and never lowered.
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
