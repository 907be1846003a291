using Cardea.Accounts;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Hashing;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Accounts;

/// <summary>Cardea's own users, in the database of the sessions.</summary>
internal sealed class CardeaAccounts(
    UserManager<CardeaUser> users, IUserStore<CardeaUser> store, ISessionStore sessions, HashingQueue hashing, SecondFactorCodes codes, TimeProvider clock)
    : Accounts<CardeaUser>(users, store, sessions, hashing, clock)
{
    public override Task<IReadOnlyList<string>?> VerifySecondFactorAsync(UserId id, string code, CancellationToken cancellationToken) =>
        codes.UseAsync(id, code, cancellationToken);

    protected override CardeaUser NewUser()
    {
        var now = Clock.GetUtcNow();
        return new() { Id = Guid.CreateVersion7(now).ToString(), CreatedAt = now };
    }

    protected override string? StampOf(CardeaUser user) => user.SecurityStamp;

    protected override ValueTask<long> EpochOfAsync(CardeaUser user, CancellationToken cancellationToken) => new(user.SessionEpoch);

    protected override Task<IReadOnlyList<string>> SecondFactorsOfAsync(CardeaUser user) => Task.FromResult(SecondFactor.Of(user));

    protected override Task<bool> IsDisabledAsync(CardeaUser user) => Task.FromResult(user.DisabledAt is not null);
}
