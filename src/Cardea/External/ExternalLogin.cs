using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.External;

/// <summary>A user's account at a provider, with which the user can sign in. Only issuer and subject identify it; both are compared byte for byte.</summary>
/// <param name="Issuer">The issuer, as the provider's tokens name it.</param>
/// <param name="Subject">The id of the user at the issuer.</param>
/// <param name="Label">What people call the account, such as its address; null if the provider did not say.</param>
/// <param name="CreatedAt">When it was linked.</param>
internal sealed record ExternalLogin(string Issuer, string Subject, string? Label, DateTimeOffset CreatedAt)
{
    /// <summary>The maximum length of an issuer, in characters.</summary>
    public const int MaximumIssuer = 255;

    /// <summary>The maximum length of a subject, in characters (OpenID Connect Core, section 2).</summary>
    public const int MaximumSubject = 255;

    /// <summary>The maximum length of a label, in characters.</summary>
    public const int MaximumLabel = 254;

    /// <summary>True if the login has this issuer and subject.</summary>
    public bool Is(string issuer, string subject) => Issuer == issuer && Subject == subject;

    /// <summary>Reads a login as the store keeps it.</summary>
    public static ExternalLogin Parse(string json) => JsonSerializer.Deserialize(json, ExternalJson.Default.ExternalLogin)!;

    /// <summary>Writes the login as the store keeps it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExternalJson.Default.ExternalLogin);

    // The subject and the label are personal.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Issuer = ").Append(Issuer);
        return true;
    }
}

/// <summary>How logins are stored, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExternalLogin))]
internal sealed partial class ExternalJson : JsonSerializerContext;
