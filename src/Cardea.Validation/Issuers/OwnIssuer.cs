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

        // Then once more: a process that was stopped in between has been told by now, perhaps by somebody else.
        var live = options.ConfirmLive?.Invoke(token) ?? new(true);
        return live.IsCompletedSuccessfully ? new(!live.Result || options.Revocations.Refuses(token)) : WaitAsync(live, token);
    }

    public void NoteReceipt(AccessTokenId token) => options.NoteReceipt?.Invoke(token);

    public Task FollowAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    private async ValueTask<bool> WaitAsync(ValueTask<bool> live, AccessTokenId token) => !await live || options.Revocations!.Refuses(token);
}
