using System.Net;

namespace Cardea.AspNetCore.Challenges;

/// <summary>The answer to a bot challenge. A class, so that printing it shows no answer.</summary>
public sealed class ChallengeAnswer
{
    /// <summary>The member <c>challenge</c> of the request, as the client sent it. It is neither null nor blank.</summary>
    public required string Text { get; init; }

    /// <summary>The address of the client; null if the server does not know it.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>What the request is for.</summary>
    public required ChallengePurpose Purpose { get; init; }
}
