using System.Text.Json.Serialization;
using Cardea.Sessions;

namespace Cardea.AspNetCore.Live;

/// <summary>The data of a live event.</summary>
/// <param name="Reason">Why the session ended; null for other events, and if the reason is not known.</param>
internal sealed record LiveEvent([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null)
{
    /// <summary>The list of the user's sessions changed.</summary>
    public const string SessionsChanged = "sessions";

    /// <summary>The session of the stream ended. It is the last event.</summary>
    public const string Ended = "ended";

    /// <summary>The session is live and the list is as it was.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>The end of a session that nobody ended: it was idle for too long, or reached its absolute end.</summary>
    public static LiveEvent Expired { get; } = new("expired");

    /// <summary>The end of a session.</summary>
    /// <param name="reason">The stored reason; null if the store does not have it.</param>
    public static LiveEvent Of(EndReason? reason) => new(reason switch
    {
        EndReason.LoggedOut => "logged_out",
        EndReason.Replayed => "refresh_token_reused",
        EndReason.LimitReached => "limit_reached",
        EndReason.AccountClosed => "account_closed",
        EndReason.Administrator => "administrator",
        EndReason.PasswordChanged => "password_changed",
        EndReason.FactorsChanged => "factors_changed",
        EndReason.AddressChanged => "address_changed",
        EndReason.ProviderLogout => "provider_logout",
        EndReason.ProviderUnlinked => "provider_unlinked",
        _ => null,
    });
}
