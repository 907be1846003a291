using Cardea.Attempts;

namespace Cardea.Tests.Accounts;

/// <summary>Refuses no attempt.</summary>
internal sealed class UnlimitedAttempts : IAttemptStore
{
    public Task<AttemptReservation> ReserveAsync(AttemptLimit first, AttemptLimit? second, CancellationToken cancellationToken) =>
        Task.FromResult<AttemptReservation>(new AttemptReservation.Reserved([]));

    public Task GiveBackAsync(AttemptReservation.Reserved attempt, CancellationToken cancellationToken) => Task.CompletedTask;
}
