using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Cardea.Load;

/// <summary>Processor time of a sign-in, and of the same hash alone, in turn.</summary>
internal static class SignInCost
{
    private const int Each = 50;

    // The default of Cardea: 19 MiB, twice.
    private static readonly Argon2id Hash = PasswordBasedKeyDerivationAlgorithm.Argon2id(
        new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = 19_456, NumberOfPasses = 2 });

    public static async Task RunAsync(Candidate program, bool isEmbedded, int rounds)
    {
        await using var database = isEmbedded ? null : await Database.StartAsync();
        await using var server = await ServerUnderTest.StartAsync(program, database is null ? null : await database.CreateAsync("cardea"));
        using var connection = new HttpConnection(server.Address);
        var bodies = Enumerable.Range(0, Each)
            .Select(static i => Encoding.UTF8.GetBytes($$"""{"email":"load{{i}}@example.org","password":"a long and private sentence"}"""))
            .ToArray();
        foreach (var body in bodies)
        {
            connection.Post("/auth/register", body);
        }

        var (signIns, databases, hashes) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            var (spent, databaseSpent) = (server.Processor, database?.Processor ?? default);
            foreach (var body in bodies)
            {
                connection.Post("/auth/login", body);
            }

            var (signIn, inDatabase) = ((server.Processor - spent) / Each, ((database?.Processor ?? default) - databaseSpent) / Each);
            var hash = MeasureHash();
            if (round >= 0)
            {
                signIns.Add(signIn.TotalMilliseconds);
                databases.Add(inDatabase.TotalMilliseconds);
                hashes.Add(hash.TotalMilliseconds);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
             | median of {rounds} rounds of {Each} | CPU ms | to the hash |
             |---|---|---|
             | Argon2id alone, 19 MiB, t = 2 | {Median(hashes):F2} | |
             | a sign-in, server | {Median(signIns):F2} | {Median(signIns.Zip(hashes, static (signIn, hash) => (signIn / hash) - 1)):+0.0 %;-0.0 %} |
             | … PostgreSQL | {Median(databases):F2} | {Median(databases.Zip(hashes, static (inDatabase, hash) => inDatabase / hash)):0.0 %} |
             """));
    }

    private static TimeSpan MeasureHash()
    {
        var (password, salt) = (RandomNumberGenerator.GetBytes(27), RandomNumberGenerator.GetBytes(16));
        using var self = Process.GetCurrentProcess();
        var spent = self.TotalProcessorTime;
        for (var i = 0; i < Each; i++)
        {
            Hash.DeriveBytes(password, salt, 32);
        }

        self.Refresh();
        return (self.TotalProcessorTime - spent) / Each;
    }

    private static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
