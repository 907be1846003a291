using Cardea.Sweeping;

namespace Cardea.Sqlite;

/// <summary>Sweeps SQLite by rule, in batches of up to 1,000 rows. Each batch is a transaction of its own.</summary>
internal sealed class SqliteSweeper(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : ISweeper
{
    // A process that waits for the lock tries every millisecond. Between two batches it finds the lock free.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    internal static readonly SweepRule[] Rules =
    [
        new("sessions",
            static command => command.CommandText = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE id <= @expired LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(id) FROM (SELECT id FROM sessions WHERE id <= @expired ORDER BY id LIMIT 10000)"),
        new("revocations",
            static command => command.CommandText = "DELETE FROM revocations WHERE sequence IN (SELECT sequence FROM revocations WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM revocations WHERE expires_at <= @now LIMIT 10000)"),
        new("keys",
            static command => command.CommandText = "DELETE FROM keys WHERE sequence IN (SELECT sequence FROM keys WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM keys WHERE expires_at <= @now LIMIT 10000)"),
        new("guesses",
            static command => command.CommandText = "DELETE FROM guesses WHERE key IN (SELECT key FROM guesses WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM guesses WHERE expires_at <= @now LIMIT 10000)"),
        new("attempts",
            static command => command.CommandText = "DELETE FROM attempts WHERE key IN (SELECT key FROM attempts WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM attempts WHERE expires_at <= @now LIMIT 10000)"),
        new("codes",
            static command => command.CommandText = "DELETE FROM codes WHERE hash IN (SELECT hash FROM codes WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM codes WHERE expires_at <= @now LIMIT 10000)"),
        new("typed_codes",
            static command => command.CommandText = "DELETE FROM typed_codes WHERE address IN (SELECT address FROM typed_codes WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM typed_codes WHERE expires_at <= @now LIMIT 10000)"),
        new("trusted_devices",
            static command => command.CommandText = "DELETE FROM trusted_devices WHERE hash IN (SELECT hash FROM trusted_devices WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM trusted_devices WHERE expires_at <= @now LIMIT 10000)"),
        new("outbox",
            static command => command.CommandText = "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM outbox WHERE expires_at <= @now LIMIT 10000)"),
        new("invitations",
            static command => command.CommandText = "DELETE FROM invitations WHERE id IN (SELECT id FROM invitations WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM invitations WHERE expires_at <= @now LIMIT 10000)"),
        new("external_sessions",
            static command => command.CommandText = "DELETE FROM external_sessions WHERE session_id IN (SELECT session_id FROM external_sessions WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM external_sessions WHERE expires_at <= @now LIMIT 10000)"),
        new("external_uses",
            static command => command.CommandText = "DELETE FROM external_uses WHERE hash IN (SELECT hash FROM external_uses WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM external_uses WHERE expires_at <= @now LIMIT 10000)"),
        new("external_logouts",
            static command => command.CommandText = "DELETE FROM external_logouts WHERE key IN (SELECT key FROM external_logouts WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM external_logouts WHERE expires_at <= @now LIMIT 10000)"),
        new("statistics",
            static command => command.CommandText = "DELETE FROM statistics WHERE (minute, node) IN (SELECT minute, node FROM statistics WHERE expires_at <= @now LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(expires_at) FROM (SELECT expires_at FROM statistics WHERE expires_at <= @now LIMIT 10000)"),
        new("events",
            static command => command.CommandText = "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE at <= @now - @retention LIMIT 1000)",
            static command => command.CommandText = "SELECT count(*), min(at) + @retention FROM (SELECT at FROM events WHERE at <= @now - @retention ORDER BY at LIMIT 10000)"),
    ];

    public async Task<IReadOnlyList<SweptRule>> SweepAsync(TimeSpan budget, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var swept = new List<SweptRule>(Rules.Length + 1) { await EraseAsync(() => clock.GetElapsedTime(started) < budget, cancellationToken) };
        foreach (var rule in Rules)
        {
            swept.Add(await SweepAsync(rule, () => clock.GetElapsedTime(started) < budget, cancellationToken));
        }

        return swept;
    }

    private async Task<SweptRule> EraseAsync(Func<bool> hasTime, CancellationToken cancellationToken)
    {
        var erased = 0L;
        foreach (var id in await Erasures.ReadAsync(database, cancellationToken))
        {
            var (rows, isDone) = await Erasures.EraseAsync(database, id, hasTime, cancellationToken);
            erased += rows;
            if (isDone)
            {
                await Erasures.ForgetAsync(database, id, clock.GetUtcNow(), cancellationToken);
            }
        }

        var (backlog, overdue) = await Erasures.CountAsync(database, clock.GetUtcNow(), cancellationToken);
        return new("erasures", erased, Partitions: 0, backlog, overdue);
    }

    private async Task<SweptRule> SweepAsync(SweepRule rule, Func<bool> hasTime, CancellationToken cancellationToken)
    {
        var removed = 0L;
        while (hasTime())
        {
            // The commit is not synced: a power failure may undo it, and then the rows are swept again.
            var batch = await database.WriteQuicklyAsync(connection => rule.Remove(connection, clock.GetUtcNow(), options), cancellationToken);
            removed += batch;
            if (batch < SweepRule.BatchSize)
            {
                return new(rule.Table, removed, Partitions: 0, Backlog: 0, TimeSpan.Zero);
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        var (backlog, overdue) = await database.ReadAsync(connection => rule.Count(connection, clock.GetUtcNow(), options), cancellationToken);
        return new(rule.Table, removed, Partitions: 0, backlog, overdue);
    }
}
