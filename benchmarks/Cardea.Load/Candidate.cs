namespace Cardea.Load;

/// <summary>A server that can be measured, and what its routes are called.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Program">Its file.</param>
/// <param name="Arguments">Before the address.</param>
/// <param name="RegisterPath">Where a user is added.</param>
/// <param name="SignInPath">Where tokens come from.</param>
/// <param name="RefreshPath">Where a refresh token is presented.</param>
/// <param name="DatabaseSetting">What it calls its connection string.</param>
internal sealed record Candidate(
    string Name, string Program, string[] Arguments, string RegisterPath, string SignInPath, string RefreshPath, string DatabaseSetting)
{
    /// <summary>All there are, by the name that the command line knows.</summary>
    public static Candidate Find(string name) => name switch
    {
        "cardea" => Cardea("Cardea", Build.Program("src", "Cardea.Server", "Cardea.Server")),
        "limit" => Peer("the naive limit", "NaiveLimit"),
        "tutorial" => Peer("the tutorial", "Tutorial"),
        "identity" => Peer("Identity endpoints", "IdentityApi") with { RegisterPath = "/register", SignInPath = "/login", RefreshPath = "/refresh" },
        _ when File.Exists(name) => Cardea("Cardea, native", Path.GetFullPath(name)),
        _ => throw new ArgumentException($"'{name}' is neither cardea, limit, tutorial or identity, nor the file of a Cardea server."),
    };

    private static Candidate Cardea(string name, string program) =>
        new(name, program, ["serve"], "/auth/register", "/auth/register", "/auth/refresh-token", "ConnectionStrings__Cardea");

    private static Candidate Peer(string name, string project) =>
        new(name, Build.Program(Path.Combine("benchmarks", "Peers"), project, project), [], "/auth/register", "/auth/register", "/auth/refresh-token", "ConnectionStrings__Database");
}
