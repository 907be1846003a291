using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Passwords;

/// <summary>
/// Hashes passwords with Argon2id, and verifies <see cref="LegacyHash"/>es too, to be replaced. It takes its time: to be
/// called through <see cref="HashingQueue"/>.
/// </summary>
internal sealed class Argon2idPasswordHasher<TUser>(CardeaOptions options, IMeterFactory meters, TimeProvider clock) : IPasswordHasher<TUser>
    where TUser : class
{
    private readonly Histogram<double> _duration = meters.Create("Cardea").CreateHistogram<double>(
        "cardea.password.hash.duration", "s", "How long it took to hash one password.");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The password breaks the rules of every account: see <see cref="PasswordText"/>.</exception>
    public string HashPassword(TUser user, string password)
    {
        var bytes = PasswordText.Encode(password) ?? throw new ArgumentException("No account can have such a password.", nameof(password));
        return MeasureAndForget(bytes, () => PasswordHash.Create(bytes, options.Passwords).Reveal());
    }

    /// <inheritdoc/>
    /// <remarks>A text that is no hash costs the same work, against timing attacks.</remarks>
    public PasswordVerificationResult VerifyHashedPassword(TUser user, string hashedPassword, string providedPassword)
    {
        if (LegacyHash.IsOne(hashedPassword))
        {
            return VerifyLegacy(hashedPassword, providedPassword);
        }

        if (PasswordText.Encode(providedPassword) is not { } bytes)
        {
            return PasswordVerificationResult.Failed;
        }

        var hash = PasswordHash.Parse(hashedPassword) ?? PasswordHash.OfNothing(options.Passwords);
        return (MeasureAndForget(bytes, () => hash.Matches(bytes)), hash.IsWeakerThan(options.Passwords)) switch
        {
            (false, _) => PasswordVerificationResult.Failed,
            (true, true) => PasswordVerificationResult.SuccessRehashNeeded,
            (true, false) => PasswordVerificationResult.Success,
        };
    }

    // A user whose password is longer than Cardea allows keeps it, together with the old hash.
    private PasswordVerificationResult VerifyLegacy(string hash, string password) =>
        PasswordText.IsLookedAt(password) && Measure(() => LegacyHash.Matches(hash, password))
            ? PasswordText.Encode(password) is null ? PasswordVerificationResult.Success : PasswordVerificationResult.SuccessRehashNeeded
            : PasswordVerificationResult.Failed;

    private TResult MeasureAndForget<TResult>(byte[] password, Func<TResult> hash)
    {
        try
        {
            return Measure(hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private TResult Measure<TResult>(Func<TResult> hash)
    {
        var start = clock.GetTimestamp();
        try
        {
            return hash();
        }
        finally
        {
            _duration.Record(clock.GetElapsedTime(start).TotalSeconds);
        }
    }
}
