using Cardea.Accounts;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Callers;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Rotation;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.AspNetCore.Passwords;

/// <summary>Changes the password of a user who knows the old one, or sets the first one. The acting session goes on; the others are ended.</summary>
internal sealed class PasswordChange(
    ChosenPasswords chosen, PasswordHashes hashes, AccountChanges changes, RefreshTokenRotation rotation, RotationReports reports, TokenIssuer tokens)
{
    /// <summary>Changes the password.</summary>
    /// <param name="account">The account, as of when the old password was checked.</param>
    /// <param name="acting">The acting session.</param>
    /// <param name="password">The new password.</param>
    /// <param name="refreshToken">The session's refresh token, which is rotated; null if the client keeps it.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OverloadedException">Too many passwords wait for their hash.</exception>
    public async Task<PasswordChangeOutcome> ChangeAsync(
        Account account, ActingSession acting, string? password, string? refreshToken, Caller caller, CancellationToken cancellationToken)
    {
        if (await chosen.ReasonsAsync(password, account.Email, cancellationToken) is { Length: > 0 } reasons)
        {
            return new PasswordChangeOutcome.Weak(reasons);
        }

        if (!rotation.TryProve(acting.Id, account.Id, account.HasPassword ? [.. acting.Amr.Union(SignInMethods.Password)] : acting.Amr, refreshToken, out var proof))
        {
            return new PasswordChangeOutcome.NotItsToken();
        }

        var hash = await hashes.HashAsync(password!, caller, cancellationToken);
        var outcome = await changes.ApplyAsync(
            account.Id,
            caller,
            user => PasswordTransitions.Change(user.Facts, account.SecurityStamp, hash, acting.Id),
            new() { Proof = proof, Report = reports.For(caller) },
            cancellationToken);
        switch (outcome)
        {
            case AccountOutcome.Changed { Session: { } session }:
                reports.Log(session, caller);
                return new PasswordChangeOutcome.Changed(tokens.Issue(session.Grant with { Transport = caller.Transport }));
            case AccountOutcome.SessionRefused(var refused):
                reports.Log(refused, caller);
                return new PasswordChangeOutcome.SessionRefused(refused, proof);
            default:
                return new PasswordChangeOutcome.Overtaken();
        }
    }
}
