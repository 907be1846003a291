using System.Threading.Channels;
using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>
/// Runs <c>NOTIFY</c> after the commit, on a connection of its own. Inside the transaction, a full queue (caused by a stuck
/// listener of another program) would fail the logout. Many announcements in a row become one. A failed announcement is dropped,
/// because every node reads the feed each second anyway.
/// </summary>
internal sealed class Announcements : IAsyncDisposable
{
    /// <summary>The channel that the nodes listen on.</summary>
    public const string Channel = "cardea_revocations";

    private readonly Channel<bool> _due = System.Threading.Channels.Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly PostgreSqlDatabase _database;
    private readonly Task _work;

    public Announcements(PostgreSqlDatabase database)
    {
        _database = database;
        _work = Task.Run(WorkAsync);
    }

    public void Announce() => _due.Writer.TryWrite(true);

    /// <summary>Sends the last announcement and ends. A command that ends a session exits right after it.</summary>
    public async ValueTask DisposeAsync()
    {
        _due.Writer.TryComplete();
        await _work;
    }

    private async Task WorkAsync()
    {
        await foreach (var _ in _due.Reader.ReadAllAsync())
        {
            await TryAnnounceAsync();
        }
    }

    // Any failure is ignored: an announcement is only a hint.
    private async Task TryAnnounceAsync()
    {
        using var deadline = new CancellationTokenSource(PostgreSqlDatabase.Patience);
        try
        {
            await using var connection = await _database.OpenAnnouncingAsync(deadline.Token);
            await connection.RunAsync(new NpgsqlBatchCommand($"SELECT pg_notify('{Channel}', '')"), deadline.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
        }
    }
}
