using System.Runtime.CompilerServices;
using Cardea.PostgreSql;
using Npgsql;

namespace Cardea.Server.Import;

/// <summary>Reads the users of ASP.NET Core Identity from the tables that EF Core creates by default. It changes nothing there.</summary>
internal sealed class AspNetUsers : IAsyncDisposable
{
    private const int PageSize = 500;

    // Wrong passwords lock a user out for minutes. A longer lockout is the work of an operator.
    private const int YearsThatDisable = 1;

    private readonly ConnectionSettings _settings;
    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _clock;
    private NpgsqlConnection? _connection;
    private string _page = "";

    private AspNetUsers(ConnectionSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _source = settings.OpenReading();
        _clock = clock;
    }

    /// <summary>The number of users.</summary>
    public long Total { get; private set; }

    private NpgsqlConnection Connection => _connection ?? throw new InvalidOperationException("It is not open.");

    /// <summary>Opens the database and finds the tables.</summary>
    /// <param name="connectionString">The database, in the forms of Cardea's own connection string.</param>
    /// <param name="schema">The schema of the tables.</param>
    /// <param name="clock">Tells how long a lockout lasts.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="SetupException">There are no such tables, or this setup can't read them.</exception>
    public static async Task<AspNetUsers> OpenAsync(string connectionString, string schema, TimeProvider clock, CancellationToken cancellationToken)
    {
        var users = new AspNetUsers(AspNetUsersFailure.Guard(() => new ConnectionSettings(connectionString)), clock);
        try
        {
            return await AspNetUsersFailure.GuardAsync(users._settings, async () =>
            {
                users._connection = await users._source.OpenConnectionAsync(cancellationToken);
                await users.FindAsync(schema, cancellationToken);
                return users;
            });
        }
        catch
        {
            await users.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads all users, in the order of their ids.</summary>
    /// <exception cref="SetupException">The tables can't be read.</exception>
    public async IAsyncEnumerable<AspNetUser> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        do
        {
            var page = await AspNetUsersFailure.GuardAsync(_settings, () => ReadPageAsync(last, cancellationToken));
            foreach (var user in page)
            {
                yield return user;
            }

            last = page.Count == PageSize ? page[^1].Id : null;
        }
        while (last is not null);
    }

    public async ValueTask DisposeAsync()
    {
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _source.DisposeAsync();
    }

    // Ids are text by default, and uuid in many apps. A page begins after an id of that type, so the primary key finds it. An app
    // without roles, tokens or logins has no tables for them. The key of an authenticator app is a token of its user.
    private async Task FindAsync(string schema, CancellationToken cancellationToken)
    {
        var tables = await Connection.RunAsync(
            new NpgsqlBatchCommand(
                """
                SELECT quote_ident(@schema), format_type(atttypid, atttypmod), to_regclass(format('%I.%I', @schema, 'AspNetUserRoles')) IS NOT NULL,
                       to_regclass(format('%I.%I', @schema, 'AspNetUserTokens')) IS NOT NULL,
                       to_regclass(format('%I.%I', @schema, 'AspNetUserLogins')) IS NOT NULL
                FROM pg_attribute
                WHERE attrelid = to_regclass(format('%I.%I', @schema, 'AspNetUsers')) AND attname = 'Id'
                """)
                .With("@schema", schema),
            static row => (Schema: row.GetString(0), IdType: row.GetString(1), HasRoles: row.GetBoolean(2), HasTokens: row.GetBoolean(3), HasLogins: row.GetBoolean(4)),
            cancellationToken);
        if (tables is not [var found])
        {
            throw new SetupException(
                $"There is no table \"AspNetUsers\" in the schema '{schema}' of {_settings.Location}: correct --schema, or the database in --from.");
        }

        var roles = found.HasRoles
            ? $"""
            ARRAY(
                SELECT r."Name"::text
                FROM {found.Schema}."AspNetUserRoles" ur JOIN {found.Schema}."AspNetRoles" r ON r."Id" = ur."RoleId"
                WHERE ur."UserId" = u."Id" AND r."Name" IS NOT NULL
                ORDER BY 1)
            """
            : "ARRAY[]::text[]";
        var authenticatorKey = found.HasTokens
            ? $"""
            (SELECT t."Value" FROM {found.Schema}."AspNetUserTokens" t
             WHERE t."UserId" = u."Id" AND t."LoginProvider" = '[AspNetUserStore]' AND t."Name" = 'AuthenticatorKey' AND u."TwoFactorEnabled")
            """
            : "NULL::text";
        _page =
            $"""
            SELECT u."Id"::text, u."Email"::text, u."EmailConfirmed", u."PasswordHash"::text,
                   coalesce(u."LockoutEnabled" AND u."LockoutEnd" > @disabled, false), {roles}, {authenticatorKey}, u."TwoFactorEnabled",
                   {Logins("LoginProvider")}, {Logins("ProviderKey")}
            FROM {found.Schema}."AspNetUsers" u
            WHERE @last IS NULL OR u."Id" > @last::{found.IdType}
            ORDER BY u."Id"
            LIMIT {PageSize}
            """;
        Total = (await Connection.RunAsync(
            new NpgsqlBatchCommand($"""SELECT count(*) FROM {found.Schema}."AspNetUsers" """), static row => row.GetInt64(0), cancellationToken))[0];

        // Two arrays, in one order.
        string Logins(string column) => found.HasLogins
            ? $"""
            ARRAY(
                SELECT l."{column}"::text FROM {found.Schema}."AspNetUserLogins" l WHERE l."UserId" = u."Id" ORDER BY l."LoginProvider", l."ProviderKey")
            """
            : "ARRAY[]::text[]";
    }

    private Task<IReadOnlyList<AspNetUser>> ReadPageAsync(string? last, CancellationToken cancellationToken) => Connection.RunAsync(
        new NpgsqlBatchCommand(_page)
            .With("@last", last)
            .With("@disabled", (DateTimeOffset?)_clock.GetUtcNow().AddYears(YearsThatDisable)),
        static row => new AspNetUser
        {
            Id = row.GetString(0),
            Email = row.GetText(1),
            EmailConfirmed = row.GetBoolean(2),
            PasswordHash = row.GetText(3),
            IsDisabled = row.GetBoolean(4),
            Roles = row.GetFieldValue<string[]>(5),
            AuthenticatorKey = row.GetText(6),
            TwoFactorEnabled = row.GetBoolean(7),
            Logins = [.. row.GetFieldValue<string[]>(8).Zip(row.GetFieldValue<string[]>(9), static (provider, key) => new ImportedLogin { Provider = provider, Subject = key })],
        },
        cancellationToken);
}
