using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Providers.Protocol;
using Cardea.Providers.SignIn;

namespace Cardea.Providers;

/// <summary>How the bodies of this package are read and written, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AppResult))]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(CompleteRequest))]
[JsonSerializable(typeof(ConfirmRequest))]
[JsonSerializable(typeof(ExchangeRequest))]
[JsonSerializable(typeof(ExternalRequired))]
[JsonSerializable(typeof(LinkStartRequest))]
[JsonSerializable(typeof(LinkStartResponse))]
[JsonSerializable(typeof(PendingSignIn))]
[JsonSerializable(typeof(ProvidersResponse))]
internal sealed partial class ProvidersJsonContext : JsonSerializerContext;
