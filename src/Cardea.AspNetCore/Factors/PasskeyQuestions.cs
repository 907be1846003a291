using System.Text.Json;
using Cardea.Codes;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Factors;

/// <summary>Questions to passkeys that wait for their answer: each is answered once.</summary>
internal sealed class PasskeyQuestions(ICodeStore codes, TimeProvider clock)
{
    /// <summary>Keeps the challenge of a question until the answer comes.</summary>
    public async Task<PasskeyOptionsResponse> KeepAsync(
        CodePurpose purpose, UserId? owner, (JsonElement Options, string? State) question, CancellationToken cancellationToken)
    {
        var token = OneTimeCode.Create();
        await codes.IssueAsync(
            new(token.Hash, purpose, owner, Address: null, question.State, clock.GetUtcNow() + OneTimeCode.LifetimeOf(purpose)), mail: null, cancellationToken);
        return new() { Token = token.Reveal(), Options = question.Options };
    }

    /// <summary>Takes back the challenge of a question, once.</summary>
    /// <param name="purpose">The purpose of the question.</param>
    /// <param name="owner">The user who was asked; null for a question to any user.</param>
    /// <param name="request">The answer.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>That, and the answer; <see langword="null"/> when there is no such question.</returns>
    public async Task<(string? State, JsonElement Credential)?> TakeAsync(
        CodePurpose purpose, UserId? owner, PasskeyRequest request, CancellationToken cancellationToken) =>
        request.Credential is { ValueKind: JsonValueKind.Object } credential
        && await codes.ConsumeAsync(CodeHash.Of(request.Token ?? ""), purpose, cancellationToken) is { } code
        && code.Owner == owner
            ? (code.State, credential)
            : null;
}
