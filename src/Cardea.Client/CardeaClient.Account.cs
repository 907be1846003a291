using System.Text.Json;
using Cardea.Client.Issuers;

namespace Cardea.Client;

/// <content>The account of the signed-in user, and its sessions.</content>
public sealed partial class CardeaClient
{
    /// <summary>Reads the account of the signed-in user.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<UserAccount> GetAccountAsync(CancellationToken cancellationToken = default) =>
        (await _account.SendAsync(_store, HttpMethod.Get, "/auth/me", body: null, cancellationToken)).Read(IssuerJson.Default.UserAccount);

    /// <summary>Lists the live sessions of the user. The one that was used last comes first.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<IReadOnlyList<UserSession>> GetSessionsAsync(CancellationToken cancellationToken = default) =>
        (await _account.SendAsync(_store, HttpMethod.Get, "/auth/sessions", body: null, cancellationToken)).Read(IssuerJson.Default.SessionsAnswer).Sessions;

    /// <summary>Names the device of a session.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="device">The name. Null or blank takes the name away.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The session with its new name.</returns>
    public async Task<UserSession> RenameSessionAsync(string sessionId, string? device, CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new RenameRequest { Device = device }, IssuerJson.Default.RenameRequest);
        return (await _account.SendAsync(_store, HttpMethod.Patch, PathOf(sessionId), body, cancellationToken)).Read(IssuerJson.Default.UserSession);
    }

    /// <summary>Ends a session: signs its device out. The client's own session can be ended too.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        await _account.SendAsync(_store, HttpMethod.Delete, PathOf(sessionId), body: null, cancellationToken);
        await _sessions.EndIfAsync(_store, sessionId);
    }

    /// <summary>Changes the password. The session goes on, and all other sessions of the user are ended.</summary>
    /// <param name="currentPassword">The current password.</param>
    /// <param name="newPassword">The new password.</param>
    /// <param name="cancellationToken">Cancels the wait. The change may happen all the same, and its answer is stored.</param>
    public async Task ChangePasswordAsync(string currentPassword, string newPassword, CancellationToken cancellationToken = default) =>
        (await _account.ExchangeAsync(
            _store,
            (refreshToken, accessToken, limit) => _issuer.PostAsync(
                "/auth/password/change",
                new PasswordChangeRequest { CurrentPassword = currentPassword, NewPassword = newPassword, RefreshToken = refreshToken },
                IssuerJson.Default.PasswordChangeRequest,
                accessToken,
                limit),
            cancellationToken)).ThrowIfRefused();

    private static string PathOf(string sessionId) => "/auth/sessions/" + Uri.EscapeDataString(sessionId);
}
