using System.Security.Cryptography;
using Cardea.Revocation;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Runs <c>LISTEN</c> on a connection of its own. A pooler, or a broken connection, loses notifications without an error. So a
/// node first notifies itself over the ordinary connections, and then asks every five seconds if the server still knows the
/// listener.
/// </summary>
internal sealed class PostgreSqlRevocationHints(PostgreSqlDatabase database, Announcements announcements) : IRevocationHints
{
    private const string Channel = Announcements.Channel;
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    private bool _isSwallowed;

    public void Announce() => announcements.Announce();

    public async Task ListenAsync(Action listening, Action hint, CancellationToken cancellationToken)
    {
        if (_isSwallowed)
        {
            throw Swallowed();
        }

        try
        {
            await using var connection = await database.OpenDirectAsync(cancellationToken);
            connection.Notification += (_, notification) =>
            {
                // A test has a payload. A revocation has none.
                if (notification.Payload.Length == 0)
                {
                    hint();
                }
            };
            await connection.RunAsync(new NpgsqlBatchCommand($"LISTEN {Channel}"), cancellationToken);
            await TestAsync(connection, cancellationToken);
            listening();
            while (true)
            {
                if (!await connection.WaitAsync(HeartbeatInterval, cancellationToken))
                {
                    await CheckAsync(connection, cancellationToken);
                }
            }
        }
        catch (Exception exception) when (PostgreSqlFailure.Reason(exception) is { } reason)
        {
            throw database.Unavailable(reason, exception);
        }
    }

    private async Task TestAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var test = RandomNumberGenerator.GetHexString(16);
        var arrived = false;
        connection.Notification += (_, notification) => arrived |= notification.Payload == test;
        await database.RunAsync(
            database.Background,
            () => new NpgsqlBatchCommand($"SELECT pg_notify('{Channel}', @test)").With("@test", test),
            cancellationToken);
        while (!arrived)
        {
            if (!await connection.WaitAsync(PostgreSqlDatabase.Patience, cancellationToken))
            {
                await LeaveAsync(connection, cancellationToken);
                throw Swallowed();
            }
        }
    }

    // A pooler lends a process other than the one it names. That process may keep listening, and UNLISTEN may not reach it. So
    // this is not tried again.
    private async Task LeaveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var processes = await connection.RunAsync(new("SELECT pg_backend_pid()"), static row => row.GetInt32(0), cancellationToken);
        _isSwallowed = processes[0] != connection.ProcessID;
        await connection.RunAsync(new NpgsqlBatchCommand($"UNLISTEN {Channel}"), cancellationToken);
    }

    private StoreUnavailableException Swallowed() => database.Unavailable(
        "does not pass on notifications: if a pooler in transaction mode is in between, set ConnectionStrings:CardeaDirect to an address without it");

    private async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var channels = await connection.RunAsync(
            new NpgsqlBatchCommand("SELECT channel FROM pg_listening_channels() AS channel"), static row => row.GetString(0), cancellationToken);
        if (!channels.Contains(Channel))
        {
            throw database.Unavailable("no longer knows that this node listens");
        }
    }
}
