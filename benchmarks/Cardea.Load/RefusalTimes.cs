using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cardea.Load;

/// <summary>Sign-ins that are refused, one kind after the other and in a new order each time: their answers, and how long they take.</summary>
internal static class RefusalTimes
{
    private const string Password = "a long and private sentence";
    private const int Warmup = 30;
    private const int GuessesPerAccount = 50;
    private const string Wrong = "another long and private one";

    public static async Task RunAsync(Candidate program, bool isEmbedded, int samples)
    {
        await using var database = isEmbedded ? null : await Database.StartAsync();

        await using var server = await ServerUnderTest.StartAsync(
            program,
            database is null ? null : await database.CreateAsync("cardea"),
            ("Cardea__Attempts__PerAccount", GuessesPerAccount.ToString(CultureInfo.InvariantCulture)),
            ("Cardea__Attempts__PerNetwork", "1000000"));
        using var connection = new HttpConnection(server.Address);
        for (var number = 0; number <= (samples + Warmup) / GuessesPerAccount; number++)
        {
            foreach (var known in (string[])["known", "disabled", "unverified"])
            {
                connection.Post("/auth/register", Body($"{known}{number}", Password));
            }

            await server.RunAsync("users", "lock", $"disabled{number}@example.org");
        }

        var refused = Measure(
            connection,
            samples,
            GuessesPerAccount,
            [("a wrong password", "known", Wrong), ("an unknown address", "unknown", Wrong), ("a disabled account, the right password", "disabled", Password), ("an unverified address, the right password", "unverified", Password)]);
        var stopped = Measure(
            connection,
            samples,
            samplesPerAccount: int.MaxValue,
            [("a wrong password, too often", "known", Wrong), ("the right password, after too many wrong ones", "known", Password), ("an unknown address, too often", "unknown", Wrong), ("a disabled account, too often", "disabled", Password)]);
        Console.WriteLine(string.Join('\n', ["| sign-in | answer | its body | median ms | to the first |", "|---|---|---|---|---|", .. refused, .. stopped]));
    }

    // The first account of each kind has no guess left once the others are asked.
    private static string[] Measure(HttpConnection connection, int samples, int samplesPerAccount, (string Name, string User, string Password)[] kinds)
    {
        var times = Array.ConvertAll(kinds, static _ => new List<double>());
        var answers = new string[kinds.Length];
        for (var sample = -Warmup; sample < samples; sample++)
        {
            var order = Enumerable.Range(0, kinds.Length).ToArray();
            RandomNumberGenerator.Shuffle(order.AsSpan());
            foreach (var kind in order)
            {
                var body = Body($"{kinds[kind].User}{(sample + Warmup) / samplesPerAccount}", kinds[kind].Password);
                var started = Stopwatch.GetTimestamp();
                var answer = connection.Ask("/auth/login", body);
                var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                answers[kind] = Encoding.UTF8.GetString(answer);
                if (sample >= 0)
                {
                    times[kind].Add(took);
                }
            }
        }

        var bodies = Array.ConvertAll(answers, static answer => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        var first = Median(times[0]);
        return [.. kinds.Select((kind, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {kind.Name} | {answers[i][9..12]} | {(bodies[i] == bodies[0] ? "the same, byte for byte" : "tokens")} | {Median(times[i]):F2} | {(Median(times[i]) / first) - 1:+0.0 %;-0.0 %;0 %} |"))];
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static byte[] Body(string user, string password) => Encoding.UTF8.GetBytes($$"""{"email":"{{user}}@example.org","password":"{{password}}"}""");
}
