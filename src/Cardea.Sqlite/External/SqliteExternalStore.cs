using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Sessions;

namespace Cardea.Sqlite;

/// <summary>What signing in with other providers needs, in SQLite.</summary>
internal sealed class SqliteExternalStore(SqliteDatabase database, CardeaOptions options, TimeProvider clock) : IExternalStore
{
    public Task<bool> UseOnceAsync(CodeHash hash, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Use(connection, new(hash, until)), cancellationToken);

    public Task<IReadOnlyList<EndedByProvider>?> EndAsync(
        ProviderLogout logout, Func<EndedByProvider, SecurityEvent> tell, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<EndedByProvider>?>(
            connection =>
            {
                if (logout.Use is { } use && !Use(connection, use))
                {
                    return null;
                }

                var now = clock.GetUtcNow();
                ExternalSessions.Note(connection, logout);
                var ended = ExternalSessions.End(connection, logout.Issuer, logout.Subject, logout.Sid, logout.IsUnlink ? EndReason.ProviderUnlinked : EndReason.ProviderLogout, now, options);
                foreach (var session in ended)
                {
                    Events.Tell(connection, tell(session), mail: null, now);
                }

                return ended;
            },
            cancellationToken);

    public Task<string?> NoteIssuerAsync(string name, string issuer, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var known = connection.Prepare(static command => command.CommandText = "SELECT issuer FROM external_providers WHERE name = @name")
                    .With("@name", name)
                    .Row(static row => row.GetString(0));
                if (known is not null && known != issuer && HasLogins(connection, known))
                {
                    return known;
                }

                connection.Prepare(static command => command.CommandText =
                    "INSERT INTO external_providers (name, issuer) VALUES (@name, @issuer) ON CONFLICT (name) DO UPDATE SET issuer = excluded.issuer")
                    .With("@name", name)
                    .With("@issuer", issuer)
                    .ExecuteNonQuery();
                return null;
            },
            cancellationToken);

    private static bool Use(PreparedConnection connection, TokenUse use) =>
        connection.Prepare(static command => command.CommandText =
            "INSERT INTO external_uses (hash, expires_at) VALUES (@hash, @until) ON CONFLICT (hash) DO NOTHING")
            .With("@hash", use.Hash.Value)
            .With("@until", use.Until)
            .Changes();

    private static bool HasLogins(PreparedConnection connection, string issuer) =>
        connection.Prepare(static command => command.CommandText = "SELECT 1 FROM external_logins WHERE issuer IN (@issuer, @issuer || '/') LIMIT 1")
            .With("@issuer", issuer)
            .Rows(static _ => true) is [true];
}
