namespace Cardea.Stores.Tests.Contract;

/// <summary>What can happen to a session.</summary>
public enum StoryStep
{
    /// <summary>Its owner refreshes, and gets the answer.</summary>
    OwnerRefreshes,

    /// <summary>Its owner refreshes, and the answer is lost on the way.</summary>
    OwnerLosesTheAnswer,

    /// <summary>Its owner proves again who they are, and the refresh token comes along.</summary>
    OwnerProvesWithTheToken,

    /// <summary>The same, and the answer is lost on the way.</summary>
    OwnerProvesAndLosesTheAnswer,

    /// <summary>Its owner proves again who they are, without the refresh token.</summary>
    OwnerProvesWithoutTheToken,

    /// <summary>Its owner calls an API, which notes the receipt.</summary>
    OwnerCallsAnApi,

    /// <summary>A thief copies the refresh token the owner has; only the first time counts.</summary>
    ThiefCopiesTheToken,

    /// <summary>The thief refreshes.</summary>
    ThiefRefreshes,

    /// <summary>The thief calls an API, once they have an access token.</summary>
    ThiefCallsAnApi,

    /// <summary>The access tokens of the owner are recalled.</summary>
    AccessTokensAreRecalled,

    /// <summary>Ten seconds pass: within the grace.</summary>
    SecondsPass,

    /// <summary>A minute passes: beyond the grace.</summary>
    MinutesPass,

    /// <summary>A week passes: two of them are the idle timeout.</summary>
    DaysPass,

    /// <summary>The database is copied.</summary>
    DatabaseIsCopied,

    /// <summary>The database falls back to its last copy, at first to the beginning of the session.</summary>
    DatabaseFallsBack,

    /// <summary>A node writes back what it knows to be revoked.</summary>
    NodeWritesBack,

    /// <summary>The owner logs out.</summary>
    OwnerLogsOut,
}
