namespace Cardea.AspNetCore.Challenges;

/// <summary>The place of an answer in a request that takes one. Most answers work once, so the result of the check is kept.</summary>
/// <param name="answer">The answer; null if the client sent none.</param>
internal sealed class PossibleAnswer(ChallengeAnswer? answer)
{
    private bool? _isSolved;

    /// <summary>True if the challenge is solved. The first call checks the answer, if there is one.</summary>
    public async Task<bool> IsSolvedAsync(Func<ChallengeAnswer, Task<bool>> check) =>
        _isSolved ??= answer is not null && await check(answer);
}
