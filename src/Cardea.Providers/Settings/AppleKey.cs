using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Providers.Settings;

/// <summary>The key that signs for this service at Apple.</summary>
internal static class AppleKey
{
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

    /// <summary>Reads the key, which then lives as long as the program.</summary>
    public static ECDsaSecurityKey Read(string path, string keyId)
    {
#pragma warning disable CA2000 // The security key holds it, and lives as long as the program.
        var key = Read(path);
#pragma warning restore CA2000
        return new(key) { KeyId = keyId };
    }

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
