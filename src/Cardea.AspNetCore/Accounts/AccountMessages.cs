namespace Cardea.AspNetCore.Accounts;

/// <summary>Who is signed in.</summary>
internal sealed record MeResponse(string Id, string Email, bool EmailVerified, IReadOnlyList<string> Roles, bool HasPassword, string SessionId);

/// <summary>An e-mail address that mail is asked for. A class, so that printing it shows no token.</summary>
internal sealed class EmailRequest
{
    /// <summary>The address.</summary>
    public string? Email { get; init; }

    /// <summary>The <c>deviceToken</c> of an earlier sign-in on this device. A browser has it in a cookie.</summary>
    public string? DeviceToken { get; init; }

    /// <summary>The answer to a bot challenge, after 403 <c>challenge_required</c>.</summary>
    public string? Challenge { get; init; }
}
