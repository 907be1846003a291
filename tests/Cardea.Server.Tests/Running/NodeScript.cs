namespace Cardea.Server.Tests.Running;

/// <summary>The scripts of JavaScript beside the tests, which use libraries that others wrote.</summary>
internal static class NodeScript
{
    private static readonly string Folder = Repository.PathOf("tests", "Cardea.Server.Tests", "Clients");

    /// <summary>What this machine has not got that they take.</summary>
    public static string? Missing { get; } =
        Directory.Exists(Path.Combine(Folder, "node_modules")) || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : "The libraries of JavaScript are not there: ./test installs them where there is npm.";

    public static void SkipIfMissing() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    public static ProgramRun Start(string script, string directory, params IEnumerable<string> arguments)
    {
        SkipIfMissing();
        return new("node", [Path.Combine(Folder, script), .. arguments], directory, []);
    }
}
