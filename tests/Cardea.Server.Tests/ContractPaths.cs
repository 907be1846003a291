namespace Cardea.Server.Tests;

/// <summary>What the tests of the contract are about.</summary>
public static class ContractPaths
{
    public static TheoryData<string> Posts { get; } =
        ["/auth/register", "/auth/login", "/auth/refresh-token", "/auth/refresh", "/auth/logout"];

    public static TheoryData<string, string> Protected { get; } = new()
    {
        { "GET", "/auth/me" },
        { "GET", "/auth/sessions" },
        { "GET", "/auth/verify" },
        { "POST", "/auth/logout-others" },
        { "POST", "/auth/logout-all" },
        { "DELETE", "/auth/sessions/01900000-0000-7000-8000-000000000000" },
    };
}
