using System.Security.Cryptography;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Chance.</summary>
internal static class Dice
{
    /// <summary>A number below that.</summary>
    public static int Below(int sides) => RandomNumberGenerator.GetInt32(sides);

    /// <summary>True so often in a hundred.</summary>
    public static bool Says(int percent) => Below(100) < percent;

    /// <summary>A short rest, so that nobody asks in step.</summary>
    public static Task RestAsync() => Task.Delay(TimeSpan.FromMilliseconds(10 + Below(50)));
}
