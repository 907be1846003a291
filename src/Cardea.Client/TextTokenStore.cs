using System.Text.Json;

namespace Cardea.Client;

/// <summary>
/// Keeps the tokens of one user as a text in a place that the app names: <c>SecureStorage</c> of MAUI, or the storage of a
/// browser. Comparing and storing is atomic within this process, and for as long as the app has one such object for the
/// place.
/// </summary>
/// <param name="read">Reads the text. Returns null or an empty text if there is none.</param>
/// <param name="write">Stores the text, or removes it if it is null.</param>
public sealed class TextTokenStore(Func<CancellationToken, Task<string?>> read, Func<string?, CancellationToken, Task> write) : ITokenStore, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    /// <exception cref="JsonException">The text is not one that this store has written.</exception>
    public async ValueTask<StoredTokens?> ReadAsync(CancellationToken cancellationToken) =>
        await read(cancellationToken) is { Length: > 0 } text ? StoredTokens.FromJson(text) : null;

    /// <inheritdoc/>
    public async ValueTask<bool> ReplaceAsync(StoredTokens? expected, StoredTokens? tokens, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (await ReadOrNothingAsync(cancellationToken) != expected)
            {
                return false;
            }

            await write(tokens?.ToJson(), cancellationToken);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // A text that can't be read is worth nothing. The next sign-in replaces it.
    private async Task<StoredTokens?> ReadOrNothingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
