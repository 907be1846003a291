using Cardea.Invitations;

namespace Cardea.AspNetCore.Administration;

/// <summary>The result of an invitation by an operator.</summary>
internal abstract record InvitationOutcome
{
    private InvitationOutcome()
    {
    }

    /// <summary>The invitation is stored, and its mail is on its way.</summary>
    public sealed record Invited(Invitation Invitation) : InvitationOutcome;

    /// <summary>No mail could go to the address.</summary>
    public sealed record Invalid : InvitationOutcome;

    /// <summary>An account has the address.</summary>
    public sealed record EmailTaken : InvitationOutcome;

    /// <summary>Registration is closed. An invitation would not open it.</summary>
    public sealed record Closed : InvitationOutcome;

    /// <summary>The operator's session is over, or the operator is not an administrator any more: nothing changed.</summary>
    public sealed record ActorRefused : InvitationOutcome;
}
