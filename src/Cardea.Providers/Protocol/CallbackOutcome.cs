namespace Cardea.Providers.Protocol;

/// <summary>What came back from a provider.</summary>
internal abstract record CallbackOutcome
{
    private CallbackOutcome()
    {
    }

    /// <summary>Somebody signed in at the provider.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Identity">Who.</param>
    public sealed record SignedIn(Attempt Attempt, ExternalIdentity Identity) : CallbackOutcome;

    /// <summary>Nobody signed in, and the app that began the attempt can be told.</summary>
    /// <param name="Attempt">The attempt.</param>
    /// <param name="Code">The code of the problem.</param>
    public sealed record Failed(Attempt Attempt, string Code) : CallbackOutcome;

    /// <summary>The state is none of ours, has expired, was used before, or belongs to another browser or provider.</summary>
    public sealed record Unknown : CallbackOutcome;

    /// <summary>The provider does not answer, before the state could be read.</summary>
    public sealed record Unavailable : CallbackOutcome;
}
