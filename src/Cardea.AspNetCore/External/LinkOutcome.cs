namespace Cardea.AspNetCore.External;

/// <summary>The result of a change of a user's logins.</summary>
internal enum LinkOutcome
{
    /// <summary>The change is stored.</summary>
    Changed,

    /// <summary>There is no such user, or the transition returned no change.</summary>
    Declined,

    /// <summary>The login belongs to another user.</summary>
    LoginTaken,

    /// <summary>The code was used up before.</summary>
    CodeSpent,

    /// <summary>The acting session is over.</summary>
    ActorRefused,
}
