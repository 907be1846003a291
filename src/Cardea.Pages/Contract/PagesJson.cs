using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Pages.Contract;

/// <summary>How answers are read whose types other packages have.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProviderChoices))]
internal sealed partial class PagesJson : JsonSerializerContext;

/// <summary>The providers that people can sign in with.</summary>
internal sealed record ProviderChoices(IReadOnlyList<ProviderChoice> Providers);

/// <summary>A provider.</summary>
/// <param name="Name">The name in addresses.</param>
/// <param name="DisplayName">The name that people see.</param>
internal sealed record ProviderChoice(string Name, string DisplayName);
