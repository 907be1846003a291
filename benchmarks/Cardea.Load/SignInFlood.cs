using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cardea.Load;

/// <summary>
/// Refreshes at a steady rate, without and with a crowd that signs in with wrong passwords, far more often than there is time to
/// hash; in turn, because the machine is now faster and now slower.
/// </summary>
internal static class SignInFlood
{
    private const int Clients = 32;
    private const int Strangers = 200;

    public static async Task RunAsync(Candidate program, bool isEmbedded, double flood, bool isUnlimited, int rounds, TimeSpan duration, double rate)
    {
        await using var database = isEmbedded ? null : await Database.StartAsync();
        await using var server = await ServerUnderTest.StartAsync(
            program,
            database is null ? null : await database.CreateAsync("cardea"),
            isUnlimited ? [("Cardea__Attempts__PerNetwork", "1000000")] : []);
        using var clients = RefreshClients.SignIn(server, Clients);
        clients.Run(duration * 2, rate);

        var (calm, flooded, statuses) = (new List<double[]>(), new List<double[]>(), new ConcurrentDictionary<string, int>());
        long peak = 0;
        for (var round = 0; round < rounds; round++)
        {
            calm.Add(clients.Run(duration, rate));
            using var over = new CancellationTokenSource();
            var crowd = new Crowd(Strangers, i => SignIn(server.Address, i, isUnlimited, TimeSpan.FromSeconds(Strangers / flood), statuses, over.Token));
            flooded.Add(clients.Run(duration, rate));
            peak = Math.Max(peak, server.Memory);
            await over.CancelAsync();
            crowd.Join();
        }

        var seconds = duration.TotalSeconds * rounds;
        var answers = string.Join(", ", statuses.OrderBy(static status => status.Key).Select(status => string.Create(CultureInfo.InvariantCulture, $"{status.Value / seconds:F0} × {status.Key}")));
        var ratio = flooded.Zip(calm).Select(static round => P99(round.First) / P99(round.Second)).Order().ElementAt(rounds / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
             | {rate:F0} refreshes a second | p50 ms | p99 ms, median (worst) of {rounds} rounds |
             |---|---|---|
             | alone | {Median(calm, P50):F2} | {Median(calm, P99):F2} ({calm.Max(P99):F2}) |
             | beside {flood:F0} sign-ins a second by {Strangers} clients, answered {answers} | {Median(flooded, P50):F2} | {Median(flooded, P99):F2} ({flooded.Max(P99):F2}) |

             p99 beside the flood is {ratio:F2} times that alone (median of the rounds). Memory at most {peak / 1e6:F0} MB.
             """));
    }

    // A client that is turned away asks again, whatever Retry-After says. Without limits it asks for another address each time, because
    // the guesses at one account always have a limit. An unknown address costs the same hash.
    private static void SignIn(Uri address, int number, bool isUnlimited, TimeSpan interval, ConcurrentDictionary<string, int> statuses, CancellationToken over)
    {
        using var connection = new HttpConnection(address);
        var asks = 0;
        Thread.Sleep(interval * number / Strangers);
        while (!over.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            var user = isUnlimited ? $"nobody{number}.{asks++}" : $"load{number % Clients}";
            var body = Encoding.UTF8.GetBytes($$"""{"email":"{{user}}@example.org","password":"not the right one of them"}""");
            var status = Encoding.ASCII.GetString(connection.Ask("/auth/login", body)[9..12]);
            statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
            if (interval - Stopwatch.GetElapsedTime(asked) is var rest && rest > TimeSpan.Zero)
            {
                Thread.Sleep(rest);
            }
        }
    }

    private static double P50(double[] sorted) => sorted[sorted.Length / 2];

    private static double P99(double[] sorted) => sorted[sorted.Length * 99 / 100];

    private static double Median(List<double[]> rounds, Func<double[], double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}
