using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cardea.Server.Import;

/// <summary>Reads users from a file of JSON, one object per line.</summary>
internal sealed class JsonLines : IDisposable
{
    private readonly Stream _stream;

    private JsonLines(Stream stream) => _stream = stream;

    /// <summary>Opens a file, or standard input if the name is <c>-</c>.</summary>
    /// <exception cref="SetupException">The file can't be read.</exception>
    public static JsonLines Open(string file)
    {
        try
        {
            return new(file == "-" ? Console.OpenStandardInput() : File.OpenRead(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SetupException($"The file '{file}' can't be read: correct --file, or let this user read it.", exception);
        }
    }

    /// <summary>Counts the lines; <see langword="null"/> if they can't be read twice.</summary>
    public async Task<long?> CountAsync(CancellationToken cancellationToken)
    {
        if (!_stream.CanSeek)
        {
            return null;
        }

        var count = await LinesAsync(cancellationToken).LongCountAsync(cancellationToken);
        _stream.Position = 0;
        return count;
    }

    /// <summary>Reads the users. A line without a user becomes a refusal.</summary>
    public IAsyncEnumerable<Candidate> ReadAsync(Func<string, ImportedUser, Candidate> look, CancellationToken cancellationToken) =>
        LinesAsync(cancellationToken).Select(line => Read(line.Number, line.Text, look));

    public void Dispose() => _stream.Dispose();

    private static Candidate Read(int number, string text, Func<string, ImportedUser, Candidate> look)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"line {number}");
        try
        {
            return JsonSerializer.Deserialize(text, ImportJson.Default.ImportedUser) is { } user
                ? look(name, user)
                : new Candidate.Refused(name, "it is no JSON object");
        }
        catch (JsonException exception)
        {
            return new Candidate.Refused(
                name, string.Create(CultureInfo.InvariantCulture, $"it is no JSON object as expected, from byte {exception.BytePositionInLine} on"));
        }
    }

    private async IAsyncEnumerable<(int Number, string Text)> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(_stream, leaveOpen: true);
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } text; number++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return (number, text);
            }
        }
    }
}
