namespace Cardea.Client.Rotation;

/// <summary>What a caller needs of an access token.</summary>
internal sealed record TokenDemand
{
    /// <summary>Any token that is accepted now.</summary>
    public static TokenDemand Any { get; } = new();

    /// <summary>The audience. Null stands for the issuer's default.</summary>
    public string? Audience { get; init; }

    /// <summary>How long the token must live on. Null: long enough for one request.</summary>
    public TimeSpan? MinLifetime { get; init; }

    /// <summary>Whether the token must come from a refresh that begins now.</summary>
    public bool Force { get; init; }

    /// <summary>The token that an API has refused.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether a refresh was just waited for. What it brought is used for as long as it lives.</summary>
    public bool HasWaited { get; init; }

    // A demand has a token in it.
    public override string ToString() => nameof(TokenDemand);
}
