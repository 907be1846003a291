using System.Text.Json;
using Cardea.Accounts;
using Cardea.Factors;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Factors;

/// <summary>The ceremonies of Web Authentication, by ASP.NET Core Identity's handler.</summary>
internal sealed class Passkeys(IPasskeyHandler<CardeaUser> handler, AccountChanges changes)
{
    /// <summary>Asks a browser for a new passkey.</summary>
    /// <returns>What the browser takes, and what its answer is compared with.</returns>
    public async Task<(JsonElement Options, string? State)> AskForNewAsync(CardeaUser user, HttpContext context)
    {
        var asked = await handler.MakeCreationOptionsAsync(new() { Id = user.Id, Name = user.Email, DisplayName = user.Email }, context);
        return (Parse(asked.CreationOptionsJson), asked.AttestationState);
    }

    /// <summary>Asks a browser for a passkey it has.</summary>
    /// <param name="user">Whose; <see langword="null"/> for whichever its owner chooses.</param>
    /// <param name="context">The request.</param>
    /// <returns>What the browser takes, and what its answer is compared with.</returns>
    public async Task<(JsonElement Options, string? State)> AskForKnownAsync(CardeaUser? user, HttpContext context)
    {
        var asked = await handler.MakeRequestOptionsAsync(user!, context);
        return (Parse(asked.RequestOptionsJson), asked.AssertionState);
    }

    /// <summary>Reads the answer with a new passkey; <see langword="null"/> when it is none to the question.</summary>
    public async Task<(Passkey Passkey, string UserId)?> ReadNewAsync(JsonElement credential, string? state, HttpContext context)
    {
        try
        {
            var read = await handler.PerformAttestationAsync(new() { CredentialJson = credential.GetRawText(), AttestationState = state, HttpContext = context });
            return read.Succeeded ? (read.Passkey.ToPasskey(), read.UserEntity.Id) : null;
        }
        catch (Exception exception) when (IsOfCredential(exception))
        {
            return null;
        }
    }

    /// <summary>Checks the answer with a known passkey, and notes that it was used.</summary>
    /// <returns>Whose it is, and how they have proved who they are; <see langword="null"/> when it is refused.</returns>
    public async Task<PasskeyProof?> UseAsync(JsonElement credential, string? state, HttpContext context)
    {
        PasskeyAssertionResult<CardeaUser> read;
        try
        {
            read = await handler.PerformAssertionAsync(new() { CredentialJson = credential.GetRawText(), AssertionState = state, HttpContext = context });
        }
        catch (Exception exception) when (IsOfCredential(exception))
        {
            return null;
        }

        if (!read.Succeeded || read.User.DisabledAt is not null)
        {
            return null;
        }

        var used = read.Passkey.ToPasskey();
        var id = new UserId(read.User.Id);
        var stamp = "";
        var update = await changes.ApplyAsync(
            id,
            asked =>
            {
                stamp = asked.User.SecurityStamp;
                return Note(asked, used);
            },
            context.RequestAborted);
        return update is AccountUpdate.Updated ? new(id, SecondFactor.By(used), stamp, read.User.SessionEpoch) : null;
    }

    // A counter that another use has reached meanwhile is one of a copy (Web Authentication, section 6.1.1).
    private static AccountChange? Note(AccountChange asked, Passkey used)
    {
        var known = asked.User.Passkeys.FirstOrDefault(passkey => passkey.Is(used.CredentialId.Span));
        if (known is null || (used.SignCount != 0 && used.SignCount <= known.SignCount))
        {
            return null;
        }

        return asked with
        {
            Passkeys = [.. asked.User.Passkeys.Select(passkey => passkey == known
                ? known with { SignCount = used.SignCount, IsBackedUp = used.IsBackedUp }
                : passkey)],
        };
    }

    // What a client has made up is not our failure: Identity's handler parses it as it goes.
    private static bool IsOfCredential(Exception exception) =>
        exception is PasskeyException or JsonException or FormatException or ArgumentException or InvalidOperationException;

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize(json, CardeaJsonContext.Default.JsonElement);
}
