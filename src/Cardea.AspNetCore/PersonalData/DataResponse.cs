using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Sessions;
using Cardea.Audit;
using Cardea.Devices;
using Cardea.Sessions;
using Cardea.Tokens;

namespace Cardea.AspNetCore.PersonalData;

/// <summary>All that is kept of a user, but the secrets. The events are written as they are read: there may be very many.</summary>
internal sealed record DataResponse(
    string Id,
    string Email,
    bool EmailVerified,
    IReadOnlyList<string> Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeletionAskedAt,
    bool HasPassword,
    DateTimeOffset? PasswordBreachedAt,
    bool HasAuthenticatorApp,
    int RecoveryCodesLeft,
    IReadOnlyList<PasskeyResponse> Passkeys,
    IReadOnlyList<ExternalLoginResponse> ExternalLogins,
    IReadOnlyList<TrustedDeviceResponse> TrustedDevices,
    IReadOnlyList<SessionResponse> Sessions,
    IAsyncEnumerable<EventResponse> Events)
{
    public static DataResponse Of(
        CardeaUser user,
        IEnumerable<TrustedDevice> trusted,
        IEnumerable<Session> sessions,
        SessionId current,
        IAsyncEnumerable<SecurityEvent> events) => new(
        user.Id,
        user.Email,
        user.EmailVerified,
        user.Roles,
        user.CreatedAt,
        user.DeletionAskedAt,
        user.PasswordHash is not null,
        user.PasswordBreachedAt,
        user.AuthenticatorStep is not null,
        user.RecoveryCodes.Count,
        [.. user.Passkeys.Select(PasskeyResponse.Of)],
        [.. user.ExternalLogins.Select(ExternalLoginResponse.Of)],
        [.. trusted.Select(TrustedDeviceResponse.Of)],
        [.. sessions.Select(session => SessionResponse.Of(session, current))],
        events.Select(EventResponse.Of));
}
