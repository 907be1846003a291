using System.Globalization;

namespace Cardea.Load;

/// <summary>What a server costs that does nothing yet.</summary>
internal static class StartUp
{
    private const int Rounds = 10;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(Candidate candidate)
    {
        var times = new List<double>();
        long memory = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await ServerUnderTest.StartAsync(candidate);
            times.Add(server.TimeToFirstAnswer.TotalMilliseconds);
            if (round == Rounds - 1)
            {
                await Task.Delay(Idle);
                memory = server.Memory;
            }
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
             | start to first 200, median (range) of {Rounds}, fresh database | idle memory | program on disk |
             |---|---|---|
             | {times[Rounds / 2]:F0} ms ({times[0]:F0}–{times[^1]:F0}) | {memory / 1e6:F0} MB | {new FileInfo(candidate.Program).Length / 1e6:F1} MB |
             """));
    }
}
