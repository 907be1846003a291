using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Callers;
using Cardea.Codes;
using Cardea.Mail;
using Cardea.Revocation;
using Cardea.Tokens;

namespace Cardea.Tests.Accounts;

/// <summary>Keeps users as a database would, for one process.</summary>
internal sealed class InMemoryAccountStore : IAccountStore
{
    private readonly Lock _gate = new();
    private readonly List<CardeaUser> _users = [];

    /// <summary>Whether the store is away.</summary>
    public bool Away { get; set; }

    /// <summary>Whether somebody has asked it while it was away.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>What somebody else does just before the next write.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    public IReadOnlyList<CardeaUser> Users
    {
        get
        {
            lock (_gate)
            {
                return [.. _users];
            }
        }
    }

    public Task<InvitedAddition> AddInvitedAsync(CardeaUser user, CodeHash? invitation, CancellationToken cancellationToken) =>
        Task.FromResult(InvitedAddition.NotInvited);

    public async Task<bool> AddAsync(CardeaUser user, CancellationToken cancellationToken)
    {
        await OvertakeAsync();
        return await Locked(() =>
        {
            var free = _users.TrueForAll(other => other.Email != user.Email);
            if (free)
            {
                _users.Add(user);
            }

            return free;
        });
    }

    public Task<IReadOnlyList<string>> ImportAsync(IReadOnlyList<CardeaUser> users, Func<CardeaUser, SecurityEvent?> tell, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<string>>(() =>
        {
            var added = new List<string>();
            foreach (var user in users.Where(user => _users.TrueForAll(other => other.Id != user.Id && other.Email != user.Email)))
            {
                _users.Add(user);
                added.Add(user.Id);
            }

            return added;
        });

    public Task<CardeaUser?> FindAsync(UserId id, CancellationToken cancellationToken) =>
        Locked(() => _users.Find(user => user.Id == id.Value));

    public Task<CardeaUser?> FindByEmailAsync(string email, CancellationToken cancellationToken) =>
        Locked(() => _users.Find(user => user.Email == email));

    public Task<UserId?> FindReservationAsync(string email, CancellationToken cancellationToken) => Task.FromResult<UserId?>(null);

    public Task<UserPage> SearchAsync(UserSearch search, CancellationToken cancellationToken) =>
        Locked(() => UserPage.Of(
            search,
            [
                .. Users
                    .Where(user => string.CompareOrdinal(user.Id, search.After?.Value) > 0 && user.Email.Contains(search.Text, StringComparison.Ordinal))
                    .OrderBy(static user => user.Id, StringComparer.Ordinal)
                    .Take(search.Most),
            ],
            end: null));

    public Task<CardeaUser?> FindByExternalLoginAsync(string issuer, string subject, CancellationToken cancellationToken) => Task.FromResult<CardeaUser?>(null);

    public Task<CardeaUser?> FindByPasskeyAsync(byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult<CardeaUser?>(null);

    public async Task<AccountUpdate> UpdateAsync(AccountWrite write, CancellationToken cancellationToken)
    {
        var (user, concurrencyStamp) = (write.After, write.Before.ConcurrencyStamp);
        await OvertakeAsync();
        return await Locked<AccountUpdate>(() =>
        {
            var index = _users.FindIndex(stored => stored.Id == user.Id && stored.ConcurrencyStamp == concurrencyStamp);
            if (index < 0)
            {
                return new AccountUpdate.Stale();
            }

            if (_users.Exists(other => other.Id != user.Id && other.Email == user.Email))
            {
                return new AccountUpdate.EmailTaken();
            }

            // An update does not write the epoch.
            _users[index] = user with { SessionEpoch = _users[index].SessionEpoch };
            return new AccountUpdate.Updated([]);
        });
    }

    public Task<AccountRemoval> RemoveAsync(UserId id, Actor? actor, SecurityEvent? removal, OutboxMail? mail, bool force, CancellationToken cancellationToken) =>
        Locked<AccountRemoval>(() => _users.RemoveAll(user => user.Id == id.Value) == 0
            ? new AccountRemoval.NotFound()
            : new AccountRemoval.Removed([RevokedSession.Ended(SessionOf(id), TimeSpan.FromMinutes(10))]));

    public Task<AccountRemoval> DisownAsync(StoredCode code, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken) =>
        RemoveAsync(code.Owner!.Value, actor: null, removal, mail, force: true, cancellationToken);

    public Task<IReadOnlyList<UserId>> FindDueAsync(int most, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<UserId>>(() => [.. _users.Where(static user => user.DeletionAskedAt is not null).Select(static user => new UserId(user.Id)).Take(most)]);

    public Task<AccountRemoval> RemoveDueAsync(UserId id, SecurityEvent removal, OutboxMail? mail, CancellationToken cancellationToken) =>
        RemoveAsync(id, actor: null, removal, mail, force: true, cancellationToken);

    public Task<bool> MarkBreachedAsync(UserId id, string securityStamp, OutboxMail mail, CancellationToken cancellationToken) =>
        Locked(() =>
        {
            var index = _users.FindIndex(stored => stored.Id == id.Value && stored.SecurityStamp == securityStamp && stored.PasswordBreachedAt is null);
            if (index >= 0)
            {
                _users[index] = _users[index] with { PasswordBreachedAt = DateTimeOffset.UnixEpoch, ConcurrencyStamp = CardeaUser.NewStamp() };
            }

            return index >= 0;
        });

    public Task EraseAsync(UserId id, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The one session that a user has.</summary>
    public static SessionId SessionOf(UserId id) => new(Guid.Parse(id.Value));

    /// <summary>Changes a stored user behind everybody's back.</summary>
    public void Change(Func<CardeaUser, CardeaUser> change)
    {
        lock (_gate)
        {
            var user = change(_users[^1]);
            _users[^1] = user with { ConcurrencyStamp = user.ConcurrencyStamp + "'" };
        }
    }

    /// <summary>Another node ends all sessions of the user that was stored last.</summary>
    public void EndAll()
    {
        lock (_gate)
        {
            _users[^1] = _users[^1] with { SessionEpoch = _users[^1].SessionEpoch + 1 };
        }
    }

    private async Task OvertakeAsync()
    {
        if (BeforeWrite is { } other)
        {
            BeforeWrite = null;
            await other();
        }
    }

    private Task<TResult> Locked<TResult>(Func<TResult> step)
    {
        if (Away)
        {
            WasAsked = true;
            throw new StoreUnavailableException();
        }

        lock (_gate)
        {
            return Task.FromResult(step());
        }
    }
}
