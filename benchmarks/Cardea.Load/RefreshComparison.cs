using System.Globalization;
using System.Text;

namespace Cardea.Load;

/// <summary>
/// Refreshes of several servers side by side: all are up, each is measured in turn, round after round, because the machine is
/// now faster and now slower. Processor time is what the server and PostgreSQL spent.
/// </summary>
internal static class RefreshComparison
{
    private const string Header =
        """
        | | refreshes/s, median (range) | p50 ms | p99 ms | server µs | PostgreSQL µs | both µs | log bytes | memory | rate to the first | CPU to the first |
        |---|---|---|---|---|---|---|---|---|---|---|

        """;

    public static async Task RunAsync(IReadOnlyList<string> names, bool isEmbedded, int connections, int rounds, TimeSpan duration, double rate)
    {
        await using var database = isEmbedded ? null : await Database.StartAsync();
        var servers = new List<ServerUnderTest>();
        var clients = new List<RefreshClients>();
        try
        {
            foreach (var candidate in names.Select(Candidate.Find))
            {
                servers.Add(await ServerUnderTest.StartAsync(candidate, database is null ? null : await database.CreateAsync($"of_{servers.Count}")));
                clients.Add(RefreshClients.SignIn(servers[^1], connections));

                // As long as all that is measured of it: code is compiled again while it is used.
                clients[^1].Run(duration * rounds, rate);
            }

            var measured = servers.ConvertAll(static _ => new List<Measured>());
            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < servers.Count; i++)
                {
                    measured[i].Add(await MeasureAsync(servers[i], clients[i], database, duration, rate));
                }
            }

            Console.Write(Table(servers, measured));
        }
        finally
        {
            clients.ForEach(static client => client.Dispose());
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static async Task<Measured> MeasureAsync(ServerUnderTest server, RefreshClients clients, Database? database, TimeSpan duration, double rate)
    {
        var (spent, databaseSpent, log) = (server.Processor, database?.Processor ?? default, database is null ? 0 : await database.ReadLogPositionAsync());
        var latencies = clients.Run(duration, rate);
        return new(
            latencies.Length / duration.TotalSeconds,
            latencies[latencies.Length / 2],
            latencies[latencies.Length * 99 / 100],
            (server.Processor - spent).TotalMicroseconds / latencies.Length,
            database is null ? 0 : (database.Processor - databaseSpent).TotalMicroseconds / latencies.Length,
            database is null ? 0 : (double)(await database.ReadLogPositionAsync() - log) / latencies.Length);
    }

    private static string Table(List<ServerUnderTest> servers, List<List<Measured>> measured)
    {
        var table = new StringBuilder(Header);
        for (var i = 0; i < servers.Count; i++)
        {
            var (of, first) = (measured[i], measured[0]);
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {servers[i].Candidate.Name} | {Median(of, r => r.Rate):N0} ({of.Min(r => r.Rate):N0}–{of.Max(r => r.Rate):N0}) | {Median(of, r => r.P50):F2} | {Median(of, r => r.P99):F1} "
                + $"| {Median(of, r => r.Server):F0} | {Median(of, r => r.Database):F0} | {Median(of, r => r.Both):F0} | {Median(of, r => r.Log):F0} | {servers[i].Memory / 1e6:F0} MB "
                + $"| {Median(of.Zip(first), pair => pair.First.Rate / pair.Second.Rate):F2} × | {Median(of.Zip(first), pair => pair.First.Both / pair.Second.Both):F2} × |");
        }

        return table.ToString();
    }

    private static double Median<T>(IEnumerable<T> rounds, Func<T, double> figure)
    {
        var ordered = rounds.Select(figure).Order().ToArray();
        return ordered[ordered.Length / 2];
    }

    private sealed record Measured(double Rate, double P50, double P99, double Server, double Database, double Log)
    {
        public double Both => Server + Database;
    }
}
