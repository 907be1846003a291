using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.External;
using Cardea.AspNetCore.Mail;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.External;
using Cardea.Revocation;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Identity;

/// <summary>
/// The users of an app, whose logins at providers ASP.NET Core Identity keeps. Each change is one update of the app's store, which
/// refuses a login that another user has. A code is used up before, so of many requests one goes on.
/// </summary>
internal sealed class AppExternalAccounts<TUser>(
    UserManager<TUser> users,
    IUserStore<TUser> store,
    IAccounts accounts,
    IdentityEffects<TUser> effects,
    ICodeStore codes,
    IExternalStore external,
    RevocationFeed feed,
    SecurityLog log,
    Postbox postbox,
    CardeaOptions options,
    TimeProvider clock) : IExternalAccounts
    where TUser : class, new()
{
    private readonly IUserLoginStore<TUser> _logins = store as IUserLoginStore<TUser> ?? throw new SetupException(
        $"The user store {store.GetType().Name} does not implement {nameof(IUserLoginStore<>)}, so it can't keep users' accounts at providers: implement it, or remove Cardea:Providers.");

    // Cardea can't delete what the app stored for the earlier registrant in one step with the account.
    public bool HasTakeOver => false;

    public async Task<UserId?> FindByLoginAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        await FindUserAsync(issuer, subject, cancellationToken) is { } user ? await IdOfAsync(user) : null;

    public async Task<AccountFacts?> FindByAddressAsync(string address, CancellationToken cancellationToken) =>
        await users.FindByEmailAsync(address) is { } user && !await HasNoWayInAsync(user, cancellationToken) ? await DescribeAsync(user, cancellationToken) : null;

    public async Task<AccountFacts?> FindAsync(UserId user, CancellationToken cancellationToken) =>
        await users.FindByIdAsync(user.Value) is { } found ? await DescribeAsync(found, cancellationToken) : null;

    public async Task<Registration> AddAsync(string address, ExternalLogin login, CancellationToken cancellationToken)
    {
        if (options.Registration == RegistrationMode.Invited)
        {
            return new Registration.NotInvited();
        }

        // Identity stores the user first, and the login second. If the process is killed in between, the account has no way to sign in.
        // The next sign-in with the same address completes it.
        var user = await users.FindByEmailAsync(address);
        if (user is not null && !await HasNoWayInAsync(user, cancellationToken))
        {
            return new Registration.EmailTaken();
        }

        if (user is null)
        {
            user = new TUser();
            await store.SetUserNameAsync(user, address, cancellationToken);
            await ((IUserEmailStore<TUser>)store).SetEmailAsync(user, address, cancellationToken);
            if (await CreateAsync(user, address) is { Succeeded: false } refused)
            {
                return Refuse(refused);
            }
        }

        await effects.ApplyAsync(user, new(new AccountEffect.VerifyEmail(), new AccountEffect.AddExternalLogin(login)), cancellationToken);
        return await StoreAsync(user, login, cancellationToken) && await accounts.FindAsync(await IdOfAsync(user), cancellationToken) is { } account
            ? new Registration.Registered(account)
            : new Registration.EmailTaken();
    }

    public async Task<LinkOutcome> ChangeAsync(
        UserId user, Caller caller, Func<AccountFacts, AccountChange?> transition, StoredCode? code, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(user.Value) is not { } found
            || transition(await DescribeAsync(found, cancellationToken)) is not { IsTakeOver: false } change)
        {
            return LinkOutcome.Declined;
        }

        var added = change.Effects.OfType<AccountEffect.AddExternalLogin>().SingleOrDefault()?.Login;
        if (added is not null && await FindByLoginAsync(added.Issuer, added.Subject, cancellationToken) is not null)
        {
            return LinkOutcome.LoginTaken;
        }

        if (code is not null && await codes.ConsumeAsync(code.Hash, code.Purpose, cancellationToken) is null)
        {
            return LinkOutcome.CodeSpent;
        }

        // The app's store and Cardea's have no transaction together. The sessions end first: a crash after the change leaves none of them.
        await EndSessionsAsync(change, caller, cancellationToken);
        await effects.ApplyAsync(found, change, cancellationToken);
        if (!await StoreAsync(found, added, cancellationToken))
        {
            return added is null ? LinkOutcome.Declined : LinkOutcome.LoginTaken;
        }

        // A sign-in may have begun a session between the two. The login is gone now, so no later one does.
        await EndSessionsAsync(change, caller, CancellationToken.None);
        await TellAsync(new(user, await users.GetEmailAsync(found) ?? "", await users.IsEmailConfirmedAsync(found)), change, caller);
        return LinkOutcome.Changed;
    }

    // Cardea changes no address of an app's user, so it reserves none.
    public Task TellOfReservationAsync(string? address, Caller caller, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EndSessionsAsync(AccountChange change, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var login in change.EndsOfLogins)
        {
            var now = clock.GetUtcNow();
            var end = new ProviderLogout(login.Issuer, login.Subject, Sid: null, now, now + ProviderLogout.Memory) { IsUnlink = true };
            await feed.PublishAsync(
                external.EndAsync(
                    end,
                    ended => SecurityEvent.Of(SecurityEventKind.SessionsEnded, ended.Owner, ended.Revoked.SessionId, caller.Device, now, login.Issuer),
                    cancellationToken),
                static ended => [.. (ended ?? []).Select(static session => session.Revoked)]);
        }
    }

    private async Task TellAsync(Addressee to, AccountChange change, Caller caller)
    {
        if (change.Event is { } kind)
        {
            await log.StoreAsync(kind, to.Recipient!.Value, change.Acting, caller, change.Detail);
        }

        if (change.Notice is { } notice)
        {
            await postbox.TellAsync(notice, to, caller);
        }
    }

    private async Task<IdentityResult> CreateAsync(TUser user, string address)
    {
        try
        {
            return await users.CreateAsync(user);
        }
        catch (Exception exception) when (exception is not StoreUnavailableException)
        {
            // EF Core's store throws when the database refuses the second of two requests. Any other failure is not about the address.
            if (await users.FindByEmailAsync(address) is null)
            {
                throw;
            }

            return IdentityResult.Failed(users.ErrorDescriber.DuplicateEmail(address));
        }
    }

    private async Task<bool> StoreAsync(TUser user, ExternalLogin? added, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.UpdateAsync(user, cancellationToken)).Succeeded;
        }
        catch (Exception exception) when (added is not null && exception is not (StoreUnavailableException or OperationCanceledException))
        {
            // The same for a login that another request added meanwhile.
            if (await FindUserAsync(added.Issuer, added.Subject, cancellationToken) is null)
            {
                throw;
            }

            return false;
        }
    }

    // A database may compare text more loosely than Cardea does.
    private async Task<TUser?> FindUserAsync(string issuer, string subject, CancellationToken cancellationToken)
    {
        foreach (var name in (string?[])[issuer, KnownIssuers.NameOf(issuer)])
        {
            if (name is not null
                && await _logins.FindByLoginAsync(name, subject, cancellationToken) is { } user
                && (await _logins.GetLoginsAsync(user, cancellationToken)).Any(login => login.LoginProvider == name && login.ProviderKey == subject))
            {
                return user;
            }
        }

        return null;
    }

    private async Task<bool> HasNoWayInAsync(TUser user, CancellationToken cancellationToken) =>
        !await users.IsEmailConfirmedAsync(user)
        && !await users.HasPasswordAsync(user)
        && (await _logins.GetLoginsAsync(user, cancellationToken)).Count == 0
        && (!users.SupportsUserPasskey || (await users.GetPasskeysAsync(user)).Count == 0)
        && await accounts.FindAsync(await IdOfAsync(user), cancellationToken) is not null;

    private async Task<AccountFacts> DescribeAsync(TUser user, CancellationToken cancellationToken) => new()
    {
        Id = await IdOfAsync(user),
        Email = EmailAddress.Normalize(await users.GetEmailAsync(user)) ?? "",
        EmailVerified = await users.IsEmailConfirmedAsync(user),
        HasPassword = await users.HasPasswordAsync(user),
        SecurityStamp = users.SupportsUserSecurityStamp ? await users.GetSecurityStampAsync(user) : "",
        DisabledAt = await accounts.FindAsync(await IdOfAsync(user), cancellationToken) is null ? clock.GetUtcNow() : null,
        ExternalLogins =
        [
            .. (await _logins.GetLoginsAsync(user, cancellationToken))
                .Select(static login => new ExternalLogin(KnownIssuers.OfLogin(login.LoginProvider), login.ProviderKey, Label: null, DateTimeOffset.UnixEpoch)),
        ],
    };

    private async Task<UserId> IdOfAsync(TUser user) => new(await users.GetUserIdAsync(user));

    private static Registration Refuse(IdentityResult result) =>
        result.Errors.Any(static error => error.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new Registration.EmailTaken()
            : new Registration.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["email"] = [.. result.Errors.Select(static error => error.Description)] });
}
