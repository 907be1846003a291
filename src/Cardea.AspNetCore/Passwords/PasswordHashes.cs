using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Hashes and compares passwords, each when its turn comes in the <see cref="HashingQueue"/>.</summary>
internal sealed class PasswordHashes
{
    private readonly HashingQueue _queue;
    private readonly Func<string, string> _hash;
    private readonly Func<string, string, PasswordVerificationResult> _verify;

    private PasswordHashes(HashingQueue queue, Func<string, string> hash, Func<string, string, PasswordVerificationResult> verify) =>
        (_queue, _hash, _verify) = (queue, hash, verify);

    /// <summary>Hashes as a hasher of ASP.NET Core Identity does.</summary>
    public static PasswordHashes Of<TUser>(IPasswordHasher<TUser> hasher, HashingQueue queue)
        where TUser : class, new() =>
        new(queue, password => hasher.HashPassword(new(), password), (hash, password) => hasher.VerifyHashedPassword(new(), hash, password));

    /// <inheritdoc cref="HashingQueue.ThrowIfFull"/>
    public void ThrowIfFull(Caller caller) => _queue.ThrowIfFull(caller.Network);

    /// <summary>Hashes a password.</summary>
    /// <exception cref="OverloadedException">Too many passwords wait.</exception>
    public Task<string> HashAsync(string password, Caller caller, CancellationToken cancellationToken) =>
        _queue.RunAsync(() => _hash(password), caller.Network, cancellationToken);

    /// <summary>Compares a password with a hash. Without a hash it does the same work, and the password is wrong.</summary>
    /// <param name="hash">The hash; null if there is none.</param>
    /// <param name="password">The password.</param>
    /// <param name="caller">Who asks. The queue is fair between networks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>True if the password is right, and a hash that must replace the old one.</returns>
    /// <exception cref="OverloadedException">Too many passwords wait.</exception>
    public Task<(bool IsRight, string? Successor)> VerifyAsync(string? hash, string password, Caller caller, CancellationToken cancellationToken) =>
        _queue.RunAsync<(bool IsRight, string? Successor)>(
            () => _verify(hash ?? "", password) switch
            {
                PasswordVerificationResult.Failed => (false, null),
                PasswordVerificationResult.SuccessRehashNeeded => (true, _hash(password)),
                _ => (true, null),
            },
            caller.Network,
            cancellationToken);
}
