namespace Cardea.Client.Rotation;

/// <summary>What came of a refresh.</summary>
internal abstract record RefreshOutcome
{
    private RefreshOutcome()
    {
    }

    /// <summary>The new tokens are stored, and the access token is in the cache.</summary>
    public sealed record Refreshed : RefreshOutcome;

    /// <summary>The store has another session now, or none.</summary>
    public sealed record Moved : RefreshOutcome;

    /// <summary>The issuer has ended the session, and the store has no session any more.</summary>
    public sealed record SignedOut : RefreshOutcome;

    /// <summary>The store has thrown.</summary>
    public sealed record NotStored : RefreshOutcome;

    /// <summary>The issuer gave no tokens. The session is kept.</summary>
    public sealed record Failed(CardeaClientException Exception) : RefreshOutcome;
}
