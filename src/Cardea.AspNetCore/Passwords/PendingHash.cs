using Cardea.AspNetCore.Problems;

namespace Cardea.AspNetCore.Passwords;

/// <summary>A password that waits for its hash.</summary>
internal abstract class PendingHash
{
    /// <summary>Hashes it, on the calling thread.</summary>
    public abstract void Run();

    /// <summary>Turns it away, because too many wait.</summary>
    public abstract void TurnAway();

    /// <summary>Ends the wait, because the caller went away.</summary>
    public abstract void Cancel(CancellationToken cancellationToken);
}

/// <inheritdoc/>
/// <typeparam name="TResult">What the hash results in.</typeparam>
/// <param name="hash">Hashes the password.</param>
internal sealed class PendingHash<TResult>(Func<TResult> hash) : PendingHash
{
    // The continuation runs on another thread, not on the one that hashes.
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The result, when it is there.</summary>
    public Task<TResult> Result => _result.Task;

    public override void Run()
    {
        var work = new Task<TResult>(hash);
        work.RunSynchronously(TaskScheduler.Default);
        _result.TrySetFromTask(work);
    }

    public override void TurnAway() => _result.TrySetException(new OverloadedException());

    public override void Cancel(CancellationToken cancellationToken) => _result.TrySetCanceled(cancellationToken);
}
