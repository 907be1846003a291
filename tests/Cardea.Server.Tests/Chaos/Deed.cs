namespace Cardea.Server.Tests.Chaos;

/// <summary>What somebody asks for.</summary>
public enum Deed
{
    /// <summary>The user registers, or signs in.</summary>
    SignIn,

    /// <summary>The owner presents a refresh token.</summary>
    Refresh,

    /// <summary>The owner presents one after the grace, because the answer was lost.</summary>
    LateRefresh,

    /// <summary>A thief presents one that the owner used long ago, and whose successors the owner used as well.</summary>
    Replay,

    /// <summary>The owner proves again who they are, with the refresh token or without it.</summary>
    Reauthenticate,

    /// <summary>The owner changes the password, with the refresh token or without it. All other sessions end.</summary>
    ChangePassword,

    /// <summary>An administrator gives the user other roles. All access tokens are recalled.</summary>
    ChangeRoles,

    /// <summary>The owner logs out with an access token or a refresh token.</summary>
    LogOut,

    /// <summary>The same by RFC 7009.</summary>
    Revoke,

    /// <summary>The owner ends another of their sessions by its id.</summary>
    EndOther,

    /// <summary>The owner ends all other sessions.</summary>
    LogOutOthers,

    /// <summary>The owner ends all sessions.</summary>
    LogOutAll,

    /// <summary>The owner shows an access token to a node or to the API.</summary>
    Verify,
}
