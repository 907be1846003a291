using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Sessions;
using Cardea.Tokens;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>What signing in with other providers needs, in PostgreSQL.</summary>
internal sealed class PostgreSqlExternalStore(PostgreSqlDatabase database, CardeaOptions options, TimeProvider clock) : IExternalStore
{
    public async Task<bool> UseOnceAsync(CodeHash hash, DateTimeOffset until, CancellationToken cancellationToken) =>
        await database.RunAsync(
            database.Accounts,
            () => Use(new(hash, until)),
            cancellationToken) > 0;

    public Task<IReadOnlyList<EndedByProvider>?> EndAsync(
        ProviderLogout logout, Func<EndedByProvider, SecurityEvent> tell, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<EndedByProvider>?>(
            database.Accounts,
            async transaction =>
            {
                if (logout.Use is { } use && await transaction.RunAsync(Use(use)) == 0)
                {
                    return null;
                }

                // A sign-in that is under way holds the row until its session is there. The next statement finds the session.
                await transaction.RunAsync(ExternalSessions.Note(logout));
                var ended = await transaction.RunAsync(
                    ExternalSessions.End(logout.Issuer, logout.Subject, logout.Sid, logout.IsUnlink ? EndReason.ProviderUnlinked : EndReason.ProviderLogout, clock, options),
                    static row => new EndedByProvider(new UserId(row.GetString(3)), Revocations.Read(row)));
                foreach (var session in ended)
                {
                    await transaction.TellAsync(tell(session), mail: null, clock);
                }

                return ended;
            },
            cancellationToken);

    public async Task<string?> NoteIssuerAsync(string name, string issuer, CancellationToken cancellationToken)
    {
        var noted = await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand(
                """
                INSERT INTO cardea.external_providers AS known (name, issuer) VALUES (@name, @issuer)
                ON CONFLICT (name) DO UPDATE SET issuer = EXCLUDED.issuer
                WHERE known.issuer = EXCLUDED.issuer
                    OR NOT EXISTS (SELECT FROM cardea.external_logins AS logins WHERE logins.issuer IN (known.issuer, known.issuer || '/'))
                RETURNING issuer
                """)
                .With("@name", name)
                .With("@issuer", issuer),
            cancellationToken);
        if (noted > 0)
        {
            return null;
        }

        var other = await database.RunAsync(
            database.Accounts,
            () => new NpgsqlBatchCommand("SELECT issuer FROM cardea.external_providers WHERE name = @name").With("@name", name),
            static row => row.GetString(0),
            cancellationToken);
        return other is [var known] && known != issuer ? known : null;
    }

    private static NpgsqlBatchCommand Use(TokenUse use) => new NpgsqlBatchCommand(
        "INSERT INTO cardea.external_uses (hash, expires_at) VALUES (@hash, @until) ON CONFLICT (hash) DO NOTHING RETURNING hash")
        .With("@hash", use.Hash.Value)
        .With("@until", use.Until);
}
