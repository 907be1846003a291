using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>A request of the HTTP contract, and what of it goes into the history.</summary>
/// <param name="Deed">What is asked for.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
internal sealed record Question(Deed Deed, HttpMethod Method, string Path)
{
    /// <summary>The access token in the header.</summary>
    public string? Access { get; init; }

    /// <summary>The access token of an administrator, in the header.</summary>
    public string? Administrator { get; init; }

    /// <summary>The refresh token in the body.</summary>
    public string? Refresh { get; init; }

    /// <summary>The rest of the body.</summary>
    public (string Name, string Value)[] Members { get; init; } = [];

    /// <summary>Any token, in a form.</summary>
    public string? Token { get; init; }

    public Guid Target { get; init; }

    public int Password { get; init; }

    public int NewPassword { get; init; }

    public int Roles { get; init; }

    public static Question Refreshing(Tokens shown, Deed deed = Deed.Refresh) => new(deed, HttpMethod.Post, "/auth/refresh-token") { Refresh = shown.Refresh };

    /// <summary>Shows an access token to a node, or to the API.</summary>
    public static Question Verifying(string access, int node) =>
        new(Deed.Verify, HttpMethod.Get, node == Entry.Api ? "/orders" : "/auth/verify") { Access = access };

    public static Question LoggingOut(Tokens shown, bool byRefreshToken) => new(Deed.LogOut, HttpMethod.Post, "/auth/logout")
    {
        Access = byRefreshToken ? null : shown.Access,
        Refresh = byRefreshToken ? shown.Refresh : null,
    };

    public static Question Revoking(Tokens shown, bool byRefreshToken) =>
        new(Deed.Revoke, HttpMethod.Post, "/oauth/revoke") { Token = byRefreshToken ? shown.Refresh : shown.Access };

    public static Question EndingOther(Tokens shown, Guid other) =>
        new(Deed.EndOther, HttpMethod.Delete, $"/auth/sessions/{other}") { Access = shown.Access, Target = other };

    public static Question LoggingOutOthers(Tokens shown) => new(Deed.LogOutOthers, HttpMethod.Post, "/auth/logout-others") { Access = shown.Access };

    public static Question LoggingOutAll(Tokens shown) => new(Deed.LogOutAll, HttpMethod.Post, "/auth/logout-all") { Access = shown.Access };

    public static Question Reauthenticating(Tokens shown, bool withRefreshToken, int password) => new(Deed.Reauthenticate, HttpMethod.Post, "/auth/reauthenticate")
    {
        Access = shown.Access,
        Refresh = withRefreshToken ? shown.Refresh : null,
        Members = [("password", Passwords.Text(password))],
        Password = password,
    };

    public static Question ChangingPassword(Tokens shown, bool withRefreshToken, int from, int to) => new(Deed.ChangePassword, HttpMethod.Post, "/auth/password/change")
    {
        Access = shown.Access,
        Refresh = withRefreshToken ? shown.Refresh : null,
        Members = [("currentPassword", Passwords.Text(from)), ("newPassword", Passwords.Text(to))],
        Password = from,
        NewPassword = to,
    };

    public static Question SigningIn(string email, int password, bool forTheFirstTime) => new(Deed.SignIn, HttpMethod.Post, forTheFirstTime ? "/auth/register" : "/auth/login")
    {
        Members = [("email", email), ("password", Passwords.Text(password))],
        Password = password,
    };

    public static Question ChangingRoles(string administrator, string user, int roles) => new(Deed.ChangeRoles, HttpMethod.Put, $"/admin/users/{user}/roles")
    {
        Administrator = administrator,
        Roles = roles,
    };

    public HttpRequestMessage ToRequest() => new(Method, Path)
    {
        Headers = { Authorization = (Access ?? Administrator) is { } token ? new("Bearer", token) : null },
        Content = Token is not null ? new FormUrlEncodedContent([new("token", Token)]) : ToBody() is { Count: > 0 } body ? JsonContent.Create(body) : null,
    };

    private JsonObject ToBody()
    {
        var body = new JsonObject();
        foreach (var (name, value) in Members)
        {
            body[name] = value;
        }

        if (Refresh is not null)
        {
            body["refreshToken"] = Refresh;
        }

        if (Roles > 0)
        {
            body["roles"] = new JsonArray(Pass.RoleOf(Roles));
        }

        return body;
    }
}
