using Cardea.Tokens;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Issuers;

/// <summary>The issuer in this process: it knows by itself, through what the options were given in code.</summary>
internal sealed class OwnIssuer(CardeaBearerOptions options) : IIssuer
{
    public bool IsKnown => true;

    public SecurityKey? FindKey(string id) => options.FindKey!(id);

    public ValueTask<SecurityKey?> FindNewKeyAsync(string id) => default;

    public ValueTask<bool> RefusesAsync(AccessTokenId token)
    {
        if (options.Revocations!.Refuses(token))
        {
            return new(true);
        }

        var caughtUp = options.CatchUp?.Invoke() ?? ValueTask.CompletedTask;
        return caughtUp.IsCompletedSuccessfully ? new(false) : AskAgainAsync(caughtUp, token);
    }

    public void NoteReceipt(AccessTokenId token) => options.NoteReceipt?.Invoke(token);

    public Task FollowAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    private async ValueTask<bool> AskAgainAsync(ValueTask caughtUp, AccessTokenId token)
    {
        await caughtUp;
        return options.Revocations!.Refuses(token);
    }
}
