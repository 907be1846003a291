namespace Cardea.AspNetCore.Challenges;

/// <summary>
/// Tells people from programs, such as a CAPTCHA of another service. Register one, of any lifetime, and Cardea asks it when a request has
/// used up an allowance. If the challenge is solved, this one request passes the allowance. Without a registered challenge, the
/// request is refused until the allowance is free again. No challenge is built in.
/// </summary>
/// <remarks>
/// A solved challenge never raises the limit of wrong guesses in a row at one account. Cardea asks at most once for a request, and only if
/// the request has an answer in its member <c>challenge</c>.
/// </remarks>
public interface IChallenge
{
    /// <summary>
    /// Checks an answer. If this throws, or takes more than five seconds, the challenge counts as not solved, and the log has a warning.
    /// </summary>
    /// <param name="answer">The answer, and where it comes from.</param>
    /// <param name="cancellationToken">Is cancelled after five seconds, and when the client goes away.</param>
    /// <returns>True if the challenge is solved.</returns>
    Task<bool> IsSolvedAsync(ChallengeAnswer answer, CancellationToken cancellationToken);
}
