using System.Diagnostics;
using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.Attempts;
using Cardea.Audit;
using Cardea.Devices;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Checks a password, wherever one is asked for. Each check is a guess, and the audit gets an event of each wrong one.</summary>
internal sealed class PasswordCheck(
    IAccounts accounts, PasswordHashes hashes, Guesses guesses, DeviceTokens devices, SecurityLog log, CardeaOptions options, TimeProvider clock)
{
    /// <summary>
    /// Checks the password of the account with an address. An unknown address, a disabled account and an account without a password
    /// cost the same work as a wrong password, and get the same answer.
    /// </summary>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    public async Task<PasswordOutcome> CheckAsync(string? email, string? password, Caller caller, CancellationToken cancellationToken)
    {
        // A flood does not get as far as the store, which refreshes need.
        hashes.ThrowIfFull(caller);
        var address = EmailAddress.Normalize(email);
        if (address is null || caller.DeviceTokens.Count == 0)
        {
            return await CheckAsync(address, device: null, () => FindAsync(address, cancellationToken), password, caller, cancellationToken);
        }

        // The device decides whose allowance the guess uses, so the account is read before it. An unknown address takes the same steps.
        var credential = await FindAsync(address, cancellationToken);
        var device = credential is null ? null : devices.Recognise(caller.DeviceTokens, credential.Owner, credential.DeviceEpoch);
        return await CheckAsync(address, device, () => Task.FromResult(credential), password, caller, cancellationToken);
    }

    /// <summary>Checks the password of the acting user. The live session is a known device.</summary>
    /// <inheritdoc cref="CheckAsync(string?, string?, Caller, CancellationToken)" path="/exception"/>
    public async Task<PasswordOutcome> CheckAsync(ActingSession acting, string? password, Caller caller, CancellationToken cancellationToken)
    {
        hashes.ThrowIfFull(caller);
        if (await accounts.FindAsync(acting.User, cancellationToken) is not { } account)
        {
            await accounts.NoteGoneAsync(acting, cancellationToken);
            return new PasswordOutcome.Gone();
        }

        var address = EmailAddress.Normalize(account.Email);
        return await CheckAsync(address, acting.Device, () => FindAsync(address, cancellationToken), password, caller, cancellationToken);
    }

    /// <summary>
    /// Checks the password of the acting user before a change of the account. A user with a second factor must have shown it a moment ago.
    /// A user without a password must have authenticated a moment ago, and a resource API must not have the access token.
    /// </summary>
    /// <inheritdoc cref="CheckAsync(string?, string?, Caller, CancellationToken)" path="/exception"/>
    public async Task<PasswordOutcome> CheckForChangeAsync(ActingSession acting, string? password, Caller caller, CancellationToken cancellationToken)
    {
        var isRecent = RecentAuthentication.IsRecent(acting.AuthTime, options, clock);
        if (await accounts.FindAsync(acting.User, cancellationToken) is { HasPassword: false } account)
        {
            return !acting.IsForIssuer ? new PasswordOutcome.NoAccountToken()
                : !isRecent ? new PasswordOutcome.NotRecent()
                : new PasswordOutcome.Right(account);
        }

        return await CheckAsync(acting, password, caller, cancellationToken) switch
        {
            PasswordOutcome.Right({ SecondFactors.Count: > 0 }) when !isRecent => new PasswordOutcome.NotRecent(),
            var outcome => outcome,
        };
    }

    private async Task<PasswordOutcome> CheckAsync(
        string? address, string? device, Func<Task<Credential?>> find, string? password, Caller caller, CancellationToken cancellationToken)
    {
        UserId? owner = null;
        var target = address is null ? null : new GuessTarget(AttemptKey.OfPassword(address), device);
        var guess = await guesses.MakeAsync(target, caller, CompareAsync, cancellationToken: cancellationToken);
        switch (guess)
        {
            case Guess<Account>.Right(var account):
                return new PasswordOutcome.Right(account);
            case Guess<Account>.Refused(var retryAfter):
                return new PasswordOutcome.TooMany(retryAfter);
            case Guess<Account>.Wrong:
                await log.StoreAsync(SecurityEventKind.SignInFailed, owner, session: null, caller);
                return new PasswordOutcome.Wrong();
            default:
                throw new UnreachableException();
        }

        async Task<Account?> CompareAsync()
        {
            var credential = await find();
            owner = credential?.Owner;
            if (password is null)
            {
                return null;
            }

            var (isRight, successor) = await hashes.VerifyAsync(credential?.Hash, password, caller, cancellationToken);
            if (credential is null || !isRight || await credential.DescribeAsync() is not { } account)
            {
                return null;
            }

            if (successor is not null)
            {
                await accounts.RehashAsync(account, successor, cancellationToken);
            }

            return account;
        }
    }

    private Task<Credential?> FindAsync(string? address, CancellationToken cancellationToken) =>
        address is null ? Task.FromResult<Credential?>(null) : accounts.FindCredentialAsync(address, cancellationToken);
}
