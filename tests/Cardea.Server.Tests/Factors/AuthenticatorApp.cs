using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>An authenticator app by RFC 6238, and not by the library that the server has.</summary>
internal sealed class AuthenticatorApp(string secret)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _key = Decode(secret);
    private long _step;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;

    /// <summary>The code that was shown last.</summary>
    public string LastCode => At(_step);

    /// <summary>Adds an app to the account of whoever is signed in.</summary>
    public static async Task<(AuthenticatorApp App, string[] RecoveryCodes)> AddAsync(AuthClient client, bool? endOthers = null)
    {
        var app = await BeginAsync(client);
        var answer = await Answer.ExpectAsync(200, await ConfirmAsync(client, app.NextCode(), endOthers));
        return (app, [.. answer["recoveryCodes"]!.AsArray().Select(static code => (string)code!)]);
    }

    /// <summary>The same without its first code: it does not count yet.</summary>
    public static async Task<AuthenticatorApp> BeginAsync(AuthClient client) =>
        new((string)(await Answer.ExpectAsync(200, await client.AskAsync(HttpMethod.Post, "/auth/totp")))["secret"]!);

    public static Task<HttpResponseMessage> ConfirmAsync(AuthClient client, string code, bool? endOthers = null) =>
        client.AskAsync(
            HttpMethod.Post, "/auth/totp/confirm", endOthers is null ? new JsonObject { ["code"] = code } : new JsonObject { ["code"] = code, ["endOthers"] = endOthers });

    /// <summary>A code that was not shown before: of now, or once of half a minute ahead, which the server takes of a clock that is fast.</summary>
    public string NextCode()
    {
        _step = Math.Max(Now, _step + 1);
        return LastCode;
    }

    /// <summary>Six digits that are no code of these minutes.</summary>
    public string WrongCode()
    {
        var right = Enumerable.Range(-3, 7).Select(step => At(Now + step)).ToHashSet();
        return Enumerable.Range(0, 8).Select(static digits => digits.ToString("D6", CultureInfo.InvariantCulture)).First(code => !right.Contains(code));
    }

    private static byte[] Decode(string text)
    {
        var bits = string.Concat(text.Select(static letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(static octet => octet.Length == 8).Select(static octet => Convert.ToByte(new string(octet), 2))];
    }

    // RFC 4226, section 5.3.
    private string At(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = CryptographicOperations.HmacData(HashAlgorithmName.SHA1, _key, counter);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
