using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cardea.Client.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Cardea.Client;

/// <summary>
/// Keeps the tokens of one user in a file that only this user of the machine can read, encrypted by ASP.NET Core's Data
/// Protection. A crash leaves the old file or the new one, never a part. Several processes can share the file.
/// </summary>
[UnsupportedOSPlatform("browser")]
public sealed class ProtectedFileTokenStore : ITokenStore
{
    private readonly IDataProtector _protector;
    private readonly LockedFile _file;

    /// <summary>Creates a store. It reads and writes nothing yet.</summary>
    /// <param name="path">
    /// The path of the file. A missing directory is created. Two more files appear beside it: one that ends with
    /// <c>.lock</c>, and for a moment one that ends with <c>.new</c>.
    /// </param>
    /// <param name="protection">
    /// Encrypts the file. If its keys are lost, the user is signed out. Processes that share the file need the same keys.
    /// </param>
    /// <param name="clock">The clock for the wait for another process. Default: the system's clock.</param>
    public ProtectedFileTokenStore(string path, IDataProtectionProvider protection, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(protection);
        _protector = protection.CreateProtector("Cardea.Client", "tokens");
        _file = new(Path.GetFullPath(path), clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    /// <exception cref="CryptographicException">The keys are lost, or the file is damaged.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public async ValueTask<StoredTokens?> ReadAsync(CancellationToken cancellationToken) =>
        await _file.ReadAsync(cancellationToken) is { } bytes ? StoredTokens.FromJson(Encoding.UTF8.GetString(_protector.Unprotect(bytes))) : null;

    /// <inheritdoc/>
    /// <exception cref="IOException">The file can't be written.</exception>
    public async ValueTask<bool> ReplaceAsync(StoredTokens? expected, StoredTokens? tokens, CancellationToken cancellationToken)
    {
        await using var turn = await _file.LockAsync(cancellationToken);
        if (await ReadOrNothingAsync(cancellationToken) != expected)
        {
            return false;
        }

        if (tokens is null)
        {
            _file.Delete();
        }
        else
        {
            _file.Write(_protector.Protect(Encoding.UTF8.GetBytes(tokens.ToJson())));
        }

        return true;
    }

    // What can't be decrypted is worth nothing. The next sign-in replaces it.
    private async Task<StoredTokens?> ReadOrNothingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }
}
