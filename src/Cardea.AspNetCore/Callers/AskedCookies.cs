using Cardea.AspNetCore.Problems;
using Cardea.Tokens;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>
/// Reads the query of a sign-in: <c>useCookies</c>, <c>useSessionCookies</c> and <c>refreshCookie</c>. The first two mean the same as in
/// <c>MapIdentityApi</c>.
/// </summary>
internal static class AskedCookies
{
    public const string Both = "useCookies";
    public const string BothForSession = "useSessionCookies";
    public const string Refresh = "refreshCookie";

    /// <summary>The parameters, for the documentation, each with its meaning.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Parameters { get; } =
    [
        (Both, "True: both tokens are in HttpOnly cookies, and none is in the answer."),
        (BothForSession, "True: the same, until the browser is closed."),
        (Refresh, "True: the refresh token is in an HttpOnly cookie, and the access token in the answer."),
    ];

    /// <summary>Reads the query. A sign-in that asks for nothing gets its tokens in the answer.</summary>
    /// <param name="query">The query.</param>
    /// <param name="transport">How the tokens of the session travel.</param>
    /// <returns>The answer to a query that has no meaning; null if it has one.</returns>
    public static Problem? Read(IQueryCollection query, out TokenTransport transport)
    {
        transport = TokenTransport.Body;
        if (query.Count == 0)
        {
            return null;
        }

        foreach (var (name, _) in Parameters)
        {
            if (query.TryGetValue(name, out var values) && (values.Count > 1 || !bool.TryParse(values[0], out _)))
            {
                return ContractProblem.Invalid(name, "It must be true or false.");
            }
        }

        var (both, bothForSession, refresh) = (IsTrue(query, Both), IsTrue(query, BothForSession), IsTrue(query, Refresh));
        if (both && refresh)
        {
            return ContractProblem.Invalid(Refresh, $"It contradicts {Both}: ask for one of them.");
        }

        if (both || bothForSession || refresh)
        {
            transport = TokenTransport.Cookie
                | (bothForSession ? 0 : TokenTransport.Persistent)
                | (refresh ? TokenTransport.RefreshOnly : 0);
        }

        return null;
    }

    private static bool IsTrue(IQueryCollection query, string name) => bool.TryParse(query[name], out var value) && value;
}
