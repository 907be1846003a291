using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Pages.Contract;

/// <summary>How answers are read whose types other packages have.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(ProviderChoices))]
[JsonSerializable(typeof(ProviderLinks))]
[JsonSerializable(typeof(ProviderNeed))]
[JsonSerializable(typeof(ProviderStart))]
internal sealed partial class PagesJson : JsonSerializerContext;

/// <summary>The providers that people can sign in with.</summary>
internal sealed record ProviderChoices(IReadOnlyList<ProviderChoice> Providers);

/// <summary>A provider.</summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="DisplayName">The name that people see.</param>
internal sealed record ProviderChoice(string Name, string DisplayName);

/// <summary>The accounts at providers that sign in.</summary>
internal sealed record ProviderLinks(IReadOnlyList<LinkedProvider> Links);

/// <summary>An account at a provider that signs in.</summary>
internal sealed record LinkedProvider(string? Provider, string? Account);

/// <summary>Where a browser begins at a provider.</summary>
internal sealed record ProviderStart(string Url);

/// <summary>What a sign-in with a provider still needs. A class, so that printing it shows no token.</summary>
internal sealed class ProviderNeed
{
    /// <summary>The code: <c>link_required</c>, <c>email_required</c> or <c>proof_required</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What people call the account at the provider; null if the provider did not say.</summary>
    public string? Account { get; init; }

    public string? LinkToken { get; init; }

    public string? ExternalToken { get; init; }

    /// <summary>The ways to prove the account; null if there is nothing to prove.</summary>
    public IReadOnlyList<string>? Methods { get; init; }
}
