namespace Cardea.Server.Tests;

/// <summary>What the tests of the contract are about.</summary>
public static class ContractPaths
{
    public static TheoryData<string> Posts { get; } =
    [
        "/auth/register", "/auth/login", "/auth/refresh-token", "/auth/refresh", "/auth/logout",
        "/auth/mfa", "/auth/passkeys/sign-in", "/auth/email/verify", "/auth/password/forgot", "/auth/password/reset",
    ];

    public static TheoryData<string, string> Protected { get; } = new()
    {
        { "GET", "/auth/me" },
        { "GET", "/auth/sessions" },
        { "GET", "/auth/verify" },
        { "POST", "/auth/logout-others" },
        { "POST", "/auth/logout-all" },
        { "DELETE", "/auth/sessions/01900000-0000-7000-8000-000000000000" },
        { "PATCH", "/auth/sessions/01900000-0000-7000-8000-000000000000" },
        { "POST", "/auth/reauthenticate" },
        { "POST", "/auth/password/change" },
        { "POST", "/auth/email/verification" },
        { "POST", "/auth/email/change" },
        { "GET", "/auth/events" },
        { "GET", "/auth/me/data" },
        { "DELETE", "/auth/me" },
        { "GET", "/auth/totp" },
        { "POST", "/auth/totp" },
        { "POST", "/auth/totp/confirm" },
        { "DELETE", "/auth/totp" },
        { "GET", "/auth/recovery-codes" },
        { "POST", "/auth/recovery-codes" },
        { "GET", "/auth/passkeys" },
        { "POST", "/auth/passkeys" },
        { "POST", "/auth/passkeys/options" },
        { "POST", "/auth/passkeys/reauthenticate" },
        { "PATCH", "/auth/passkeys/AAAA" },
        { "DELETE", "/auth/passkeys/AAAA" },
        { "GET", "/admin/users" },
        { "GET", "/admin/users/somebody" },
        { "POST", "/admin/users/somebody/lock" },
        { "POST", "/admin/users/somebody/unlock" },
        { "PUT", "/admin/users/somebody/roles" },
        { "DELETE", "/admin/users/somebody/factors" },
        { "DELETE", "/admin/users/somebody" },
        { "GET", "/admin/users/somebody/sessions" },
        { "DELETE", "/admin/users/somebody/sessions" },
        { "DELETE", "/admin/users/somebody/sessions/01900000-0000-7000-8000-000000000000" },
        { "GET", "/admin/invitations" },
        { "POST", "/admin/invitations" },
        { "DELETE", "/admin/invitations/somebody" },
        { "GET", "/admin/statistics" },
        { "GET", "/admin/events" },
        { "GET", "/admin/keys" },
        { "POST", "/admin/keys/rotate" },
        { "DELETE", "/admin/keys/k" },
    };
}
