using System.Globalization;

namespace Cardea.Server.Tests.Chaos;

/// <summary>How long a run, or a piece of one, is: it ends when all numbers are reached, or when its time is up.</summary>
/// <param name="Refreshes">How many refreshes are answered with tokens: <c>CARDEA_REFRESHES</c>.</param>
/// <param name="Kills">How many nodes are killed: <c>CARDEA_KILLS</c>.</param>
/// <param name="Stops">How often PostgreSQL is stopped at once: <c>CARDEA_STOPS</c>.</param>
/// <param name="Time">When it ends at the latest: <c>CARDEA_CHAOS_SECONDS</c>.</param>
/// <param name="Hearing">
/// How soon all must have heard of an end while the database can be asked: <c>CARDEA_CHAOS_HEARING</c>, in seconds. Two, where the
/// run has the machine to itself. Beside other tests, the bound of staleness: it holds however busy the machine is.
/// </param>
internal sealed record ChaosGoals(int Refreshes, int Kills, int Stops, TimeSpan Time, TimeSpan Hearing)
{
    /// <summary>How many users there are at once: enough to keep the nodes busy.</summary>
    public int Users => Math.Clamp(Refreshes / 1000, 6, 14);

    public static ChaosGoals Read() => new(
        Read("CARDEA_REFRESHES", otherwise: 3000),
        Read("CARDEA_KILLS", otherwise: 4),
        Read("CARDEA_STOPS", otherwise: 2),
        TimeSpan.FromSeconds(Read("CARDEA_CHAOS_SECONDS", otherwise: 180)),
        TimeSpan.FromSeconds(Read("CARDEA_CHAOS_HEARING", otherwise: (int)Chaos.Hearing.Bound.TotalSeconds)));

    private static int Read(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
