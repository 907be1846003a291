using Cardea.AspNetCore.Passwords;
using Cardea.Invitations;

namespace Cardea.AspNetCore.Administration;

/// <summary>Whom an operator invites. A class, so that printing it shows no password.</summary>
internal sealed class InvitationRequest : ICarriesPassword
{
    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The administrator's password, if the access token is not for the issuer.</summary>
    public string? Password { get; init; }
}

/// <summary>An invitation, as operators see it. Its code is only in the mail.</summary>
internal sealed record InvitationResponse(string Id, string Email, DateTimeOffset ExpiresAt)
{
    public static InvitationResponse Of(Invitation invitation) => new(invitation.Id.ToString(), invitation.Email, invitation.ExpiresAt);
}

/// <summary>Invitations that wait, the oldest first.</summary>
/// <param name="Invitations">The invitations.</param>
/// <param name="Next">The value of <c>after</c> for the next page; null on the last page.</param>
internal sealed record InvitationListResponse(IReadOnlyList<InvitationResponse> Invitations, string? Next)
{
    private const int MostPerPage = 100;

    /// <summary>Reads a page.</summary>
    /// <param name="store">The store.</param>
    /// <param name="after">Where the page begins, as an earlier one said; anything else begins with the oldest.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<InvitationListResponse> ReadAsync(IInvitationStore store, string? after, CancellationToken cancellationToken)
    {
        var invitations = await store.ReadAsync(Guid.TryParse(after, out var id) ? id : null, MostPerPage, cancellationToken);
        return new([.. invitations.Select(InvitationResponse.Of)], invitations.Count == MostPerPage ? invitations[^1].Id.ToString() : null);
    }
}
