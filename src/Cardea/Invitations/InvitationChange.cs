namespace Cardea.Invitations;

/// <summary>The result of a change of invitations by an operator.</summary>
internal enum InvitationChange
{
    /// <summary>The change is stored, with its event and its mail.</summary>
    Made,

    /// <summary>Nothing changed: an account has the address, or there is no such invitation.</summary>
    None,

    /// <summary>Nothing changed: the operator's session is over, or the operator is not an administrator any more.</summary>
    ActorRefused,
}
