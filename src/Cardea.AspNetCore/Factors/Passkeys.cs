using System.Text.Json;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.Factors;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Factors;

/// <summary>The ceremonies of Web Authentication, by ASP.NET Core Identity's handler.</summary>
internal sealed class Passkeys(IPasskeyHandler<CardeaUser> handler, AccountChanges changes)
{
    // The domain and the origins come from the settings. So the handler gets an empty request: neither Host nor a header has a say.
    private static DefaultHttpContext NoRequest => new();

    /// <summary>Asks a browser for a new passkey.</summary>
    /// <returns>The options for the browser, and the challenge that its answer is compared with.</returns>
    public async Task<(JsonElement Options, string? State)> AskForNewAsync(CardeaUser user)
    {
        var asked = await handler.MakeCreationOptionsAsync(new() { Id = user.Id, Name = user.Email, DisplayName = user.Email }, NoRequest);
        return (Parse(asked.CreationOptionsJson), asked.AttestationState);
    }

    /// <summary>Asks a browser for a passkey it has.</summary>
    /// <param name="user">The user; null if the browser lets its user choose a passkey.</param>
    /// <returns>The options for the browser, and the challenge that its answer is compared with.</returns>
    public async Task<(JsonElement Options, string? State)> AskForKnownAsync(CardeaUser? user)
    {
        var asked = await handler.MakeRequestOptionsAsync(user!, NoRequest);
        return (Parse(asked.RequestOptionsJson), asked.AssertionState);
    }

    /// <summary>Reads the answer with a new passkey, and whom the question was about; null if it does not answer the question.</summary>
    public async Task<(Passkey Passkey, string UserId, string Email)?> ReadNewAsync(JsonElement credential, string? state)
    {
        try
        {
            var read = await handler.PerformAttestationAsync(new() { CredentialJson = credential.GetRawText(), AttestationState = state, HttpContext = NoRequest });
            return read.Succeeded ? (read.Passkey.ToPasskey(), read.UserEntity.Id, read.UserEntity.Name) : null;
        }
        catch (Exception exception) when (IsOfCredential(exception))
        {
            return null;
        }
    }

    /// <summary>Checks the answer with a known passkey, and notes that it was used.</summary>
    /// <returns>The user and the proof; null if the passkey is refused.</returns>
    public async Task<PasskeyProof?> UseAsync(JsonElement credential, string? state, CancellationToken cancellationToken)
    {
        PasskeyAssertionResult<CardeaUser> read;
        try
        {
            read = await handler.PerformAssertionAsync(new() { CredentialJson = credential.GetRawText(), AssertionState = state, HttpContext = NoRequest });
        }
        catch (Exception exception) when (IsOfCredential(exception))
        {
            return null;
        }

        if (!read.Succeeded)
        {
            return null;
        }

        var used = read.Passkey.ToPasskey();
        var id = new UserId(read.User.Id);
        return await changes.ApplyAsync(id, user => PasskeyTransitions.Use(user.Facts, used), cancellationToken) is AccountOutcome.Changed { User: var user }
            ? new(id, SecondFactor.By(used), user.SecurityStamp, read.User.SessionEpoch) { AddedAt = used.CreatedAt }
            : null;
    }

    // Identity's handler parses the credential as it goes. A credential that a client made up is not our failure.
    private static bool IsOfCredential(Exception exception) =>
        exception is PasskeyException or JsonException or FormatException or ArgumentException or InvalidOperationException;

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize(json, CardeaJsonContext.Default.JsonElement);
}
