using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Providers.Settings;

/// <summary>The key that signs for this service at Apple.</summary>
internal static class AppleKey
{
    private static readonly ConcurrentDictionary<string, ECDsa> Keys = new(StringComparer.Ordinal);

    /// <summary>True if the file holds a private key for ES256.</summary>
    public static bool IsReadable(string path)
    {
        try
        {
            using var key = Read(path);
            return key.KeySize == 256;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The key of a file, which is read once. It lives as long as the program.</summary>
    public static ECDsaSecurityKey Read(string path, string keyId) => new(Keys.GetOrAdd(path, Read)) { KeyId = keyId };

    private static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
