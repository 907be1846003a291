using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardea.Tokens;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Cardea.Load;

/// <summary>How long an administrator waits for figures and lists, with very many users and as many live sessions.</summary>
internal static class ConsoleAtScale
{
    private const string Administrator = "operator@example.org";
    private const string Password = "a quiet lighthouse keeper";
    private const int Repetitions = 5;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static async Task RunAsync(Candidate candidate, bool isEmbedded, int count)
    {
        await using var database = isEmbedded ? null : await Database.StartAsync();
        var connectionString = database is null ? null : await database.CreateAsync("console");
        await using var server = await ServerUnderTest.StartAsync(candidate, connectionString);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(2) };
        await SignInAsync(server, http);
        if (connectionString is not null)
        {
            await FillAsync(connectionString, count);
        }
        else
        {
            FillEmbedded(server.EmbeddedDatabase, count);
        }

        var middle = new Guid(0x7fffffff, 0, 0, new byte[8]);
        await Console.Out.WriteLineAsync($"{count.ToString("N0", CultureInfo.InvariantCulture)} users and live sessions on {(isEmbedded ? "SQLite" : "PostgreSQL")}; median of {Repetitions}, and the first\n\n| request | ms | first |\n|---|---|---|");
        foreach (var path in (string[])
            ["/admin/statistics", "/console", "/admin/users", $"/admin/users?after={middle}", "/console/users", "/console/users?search=user-77", "/admin/users?search=nobody-at-all", "/admin/events"])
        {
            await MeasureAsync(http, path);
        }
    }

    private static async Task SignInAsync(ServerUnderTest server, HttpClient http)
    {
        var body = new JsonObject { ["email"] = Administrator, ["password"] = Password };
        using var registered = await http.PostAsJsonAsync("/auth/register", body);
        registered.EnsureSuccessStatusCode();
        await server.RunAsync("users", "roles", Administrator, "--add", "admin");
        using var answer = await http.PostAsJsonAsync("/auth/login", body);
        http.DefaultRequestHeaders.Authorization = new("Bearer", (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);
    }

    private static async Task MeasureAsync(HttpClient http, string path)
    {
        var times = new List<double>();
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            answer.EnsureSuccessStatusCode();
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| `GET {path}` | {times.Order().ElementAt(Repetitions / 2):F0} | {times[0]:F0} |"));
    }

    private static SessionId NewSession(DateTimeOffset now, int number, int count) => SessionId.Create(now + TimeSpan.FromHours(1) + (Lifetime * ((double)number / count)));

    // Spread over all ids, so that a page begins anywhere.
    private static string UserId(int number, int count) => new Guid((uint)((long)number * uint.MaxValue / count), 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)number).ToString();

    private static async Task FillAsync(string connectionString, int count)
    {
        await using var opened = NpgsqlDataSource.Create($"{connectionString};Command Timeout=600");
        await using var connection = await opened.OpenConnectionAsync();
        await using (var users = await connection.BeginBinaryImportAsync(
            "COPY cardea.users (id, email, email_verified, security_stamp, concurrency_stamp, roles, created_at) FROM STDIN (FORMAT binary)"))
        {
            for (var i = 0; i < count; i++)
            {
                await users.StartRowAsync();
                await users.WriteAsync(UserId(i, count), NpgsqlDbType.Text);
                await users.WriteAsync($"user-{i}@example.com", NpgsqlDbType.Text);
                await users.WriteAsync(true, NpgsqlDbType.Boolean);
                await users.WriteAsync("s", NpgsqlDbType.Text);
                await users.WriteAsync("c", NpgsqlDbType.Text);
                await users.WriteAsync(Array.Empty<string>(), NpgsqlDbType.Array | NpgsqlDbType.Text);
                await users.WriteAsync(DateTimeOffset.UnixEpoch, NpgsqlDbType.TimestampTz);
            }

            await users.CompleteAsync();
        }

        var now = TimeProvider.System.GetUtcNow();
        await using (var sessions = await connection.BeginBinaryImportAsync(
            "COPY cardea.sessions (id, created_at, auth_time, rotated_at, generation, token_hash, user_id, amr, user_agent) FROM STDIN (FORMAT binary)"))
        {
            for (var i = 0; i < count; i++)
            {
                await sessions.StartRowAsync();
                await sessions.WriteAsync(NewSession(now, i, count).Value, NpgsqlDbType.Uuid);
                await sessions.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await sessions.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await sessions.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await sessions.WriteAsync(0, NpgsqlDbType.Integer);
                await sessions.WriteAsync(new byte[32], NpgsqlDbType.Bytea);
                await sessions.WriteAsync(UserId(i, count), NpgsqlDbType.Text);
                await sessions.WriteAsync("pwd", NpgsqlDbType.Text);
                await sessions.WriteAsync("Firefox on Windows", NpgsqlDbType.Text);
            }

            await sessions.CompleteAsync();
        }

        await using var analyze = opened.CreateCommand("ANALYZE");
        await analyze.ExecuteNonQueryAsync();
    }

    private static void FillEmbedded(string file, int count)
    {
        using var connection = new SqliteConnection($"Data Source={file};Default Timeout=60");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var now = TimeProvider.System.GetUtcNow();
        var milliseconds = now.ToUnixTimeMilliseconds();
        using var user = connection.CreateCommand();
        user.CommandText = "INSERT INTO users (id, email, email_verified, security_stamp, concurrency_stamp, roles, created_at) VALUES (@id, @email, 1, 's', 'c', '[]', 0)";
        using var session = connection.CreateCommand();
        session.CommandText =
            """
            INSERT INTO sessions (id, user_id, token_hash, created_at, rotated_at, auth_time, amr, user_agent)
            VALUES (@id, @user, zeroblob(32), @now, @now, @now, 'pwd', 'Firefox on Windows')
            """;
        for (var i = 0; i < count; i++)
        {
            user.Parameters.Clear();
            user.Parameters.AddWithValue("@id", UserId(i, count));
            user.Parameters.AddWithValue("@email", $"user-{i}@example.com");
            user.ExecuteNonQuery();
            session.Parameters.Clear();
            session.Parameters.AddWithValue("@id", NewSession(now, i, count).ToByteArray());
            session.Parameters.AddWithValue("@user", UserId(i, count));
            session.Parameters.AddWithValue("@now", milliseconds);
            session.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
