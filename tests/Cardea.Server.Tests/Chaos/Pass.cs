using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Chaos;

/// <summary>Which access token it is, as it says itself.</summary>
/// <param name="Session">The session.</param>
/// <param name="Recalls">How often the session's access tokens had been recalled.</param>
/// <param name="Roles">Which of the user's roles it carries; 0 before they were set.</param>
/// <param name="Fingerprint">Tells two tokens apart that say the same.</param>
public sealed record Pass(Guid Session, int Recalls, int Roles, ulong Fingerprint)
{
    private const string Prefix = "roles-";

    /// <summary>The only role of a user whose roles were set so often.</summary>
    public static string RoleOf(int roles) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{roles}");

    public static Pass Of(string accessToken)
    {
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(accessToken.Split('.')[1]))!;
        var id = ((string)claims["jti"]!).Split('.');
        var roles = (string?)claims["roles"]?.AsArray().SingleOrDefault();
        return new(
            Guid.Parse(id[0]),
            int.Parse(id[1], CultureInfo.InvariantCulture),
            roles is null ? 0 : int.Parse(roles[Prefix.Length..], CultureInfo.InvariantCulture),
            BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))));
    }

    public override string ToString() => $"access token with recalls {Recalls}, roles {Roles} ({Fingerprint % 1000})";
}
