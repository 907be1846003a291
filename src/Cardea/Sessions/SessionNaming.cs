namespace Cardea.Sessions;

/// <summary>The result of naming a session.</summary>
internal abstract record SessionNaming
{
    private SessionNaming()
    {
    }

    /// <summary>The session has the name.</summary>
    public sealed record Named(Session Session) : SessionNaming;

    /// <summary>The user has no such live session.</summary>
    public sealed record NotFound : SessionNaming;

    /// <summary>The acting session is over, or its user is not entitled. Nothing changed.</summary>
    public sealed record ActorRefused : SessionNaming;
}
