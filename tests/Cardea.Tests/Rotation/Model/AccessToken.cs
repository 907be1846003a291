using Cardea.Tests.ModelChecking;

namespace Cardea.Tests.Rotation.Model;

/// <summary>An access token: the generation that it proves, and the session's number of recalls.</summary>
internal readonly record struct AccessToken(Small Generation, Small Recalls)
{
    /// <summary>A generation that is older than every session.</summary>
    public static Small NoGeneration => -99;

    /// <summary>An access token that was issued without its refresh token. It proves nothing.</summary>
    public static AccessToken WithoutProof(Small recalls) => new(NoGeneration, recalls);
}
