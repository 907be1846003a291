using Cardea.Attempts;

namespace Cardea.Tests.Accounts;

/// <summary>Refuses no attempt.</summary>
internal sealed class UnlimitedAttempts : IAttemptStore
{
    public Task<AttemptReservation> ReserveAsync(IReadOnlyList<AttemptLimit> limits, GuessLimit? guess, CancellationToken cancellationToken) =>
        Task.FromResult<AttemptReservation>(new AttemptReservation.Reserved([]));

    public Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> NeedsNewPasswordAsync(AttemptKey secondFactor, CancellationToken cancellationToken) => Task.FromResult(false);
}
