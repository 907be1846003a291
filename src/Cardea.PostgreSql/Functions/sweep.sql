-- Removes expired rows, in batches that each are a transaction, until none is left or the time is up. One caller at a time
-- works; the others get an empty report. It is a procedure, because a function can't commit.
--   caller_clock  the caller's time. The earlier of the two clocks counts. Without it, as from pg_cron, only rows that expired
--                 more than a day ago are removed: a database whose clock jumps must not drop live sessions.
--   budget        how long it may take, at most half of the statement_timeout. With zero it only reports.
--   report        for each rule: how many rows and partitions were removed; how many expired rows are left, counted to 10,000;
--                 for how many seconds the oldest of them has been expired; if another call would continue.
CREATE OR REPLACE PROCEDURE cardea.sweep(
    INOUT report jsonb DEFAULT NULL, caller_clock timestamptz DEFAULT NULL, budget interval DEFAULT '30 seconds')
LANGUAGE plpgsql AS $$
DECLARE
    is_ours boolean;
    statement_limit interval;
    stops_at timestamptz;
    at timestamptz;
    past timestamptz;
    rules text[];
    expiries text[];
    latest timestamptz[];
    reached timestamptz[];
    removed bigint[];
    is_finished boolean[];
    rule_reached timestamptz;
    rule_removed bigint;
    rule_is_finished boolean;
    erasures jsonb;
    partitions jsonb;
BEGIN
    report := '[]';
    is_ours := cardea.begin_sweep_step();
    IF NOT is_ours THEN
        RETURN;
    END IF;

    -- The statement_timeout applies to the whole call, with all its commits.
    statement_limit := nullif(current_setting('statement_timeout')::interval, interval '0');
    stops_at := clock_timestamp() + least(budget, statement_limit / 2);
    at := least(caller_clock, clock_timestamp());
    past := at - CASE WHEN caller_clock IS NULL THEN interval '1 day' ELSE interval '0' END;

    CALL cardea.sweep_erasures(at, stops_at, erasures, is_ours);

    SELECT array_agg(r.rule), array_agg(r.expires_at), array_agg(past - coalesce((to_jsonb(s) ->> r.kept_for)::interval, interval '0')),
           array_agg(timestamptz '-infinity'), array_agg(0::bigint), array_agg(false)
    INTO rules, expiries, latest, reached, removed, is_finished
    FROM (SELECT * FROM cardea.sweep_rules ORDER BY rule) AS r, cardea.settings AS s;
    WHILE is_ours AND clock_timestamp() < stops_at AND false = ANY (is_finished) LOOP
        FOR turn IN 1 .. cardinality(rules) LOOP
            CONTINUE WHEN is_finished[turn] OR NOT is_ours;
            rule_reached := reached[turn];
            rule_removed := removed[turn];
            rule_is_finished := false;
            CALL cardea.sweep_rows(
                rules[turn], expiries[turn], latest[turn], stops_at, rule_reached, rule_removed, rule_is_finished, is_ours);
            reached[turn] := rule_reached;
            removed[turn] := rule_removed;
            is_finished[turn] := rule_is_finished;
        END LOOP;
    END LOOP;

    report := erasures;
    FOR turn IN 1 .. cardinality(rules) LOOP
        report := report || (
            SELECT jsonb_build_object(
                'rule', rules[turn], 'removed', removed[turn], 'partitions', 0, 'backlog', counted,
                'overdue', coalesce(extract(epoch FROM latest[turn] - first_at), 0), 'more', counted > 0 AND NOT is_finished[turn])
            FROM cardea.count_expired(rules[turn], expiries[turn], latest[turn]));
    END LOOP;

    CALL cardea.sweep_partitions(at, past, stops_at, statement_limit IS NOT NULL, partitions, is_ours);
    report := report || partitions;
END $$;
