using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Providers.NativeApps;
using Cardea.Providers.Protocol;
using Cardea.Providers.SignIn;

namespace Cardea.Providers;

/// <summary>How the bodies of this package are read and written, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Attempt))]
[JsonSerializable(typeof(AttemptResult))]
[JsonSerializable(typeof(AttemptStartRequest))]
[JsonSerializable(typeof(AttemptStartResponse))]
[JsonSerializable(typeof(CompleteRequest))]
[JsonSerializable(typeof(ConfirmRequest))]
[JsonSerializable(typeof(ExchangeRequest))]
[JsonSerializable(typeof(ExternalRequired))]
[JsonSerializable(typeof(IdTokenRequest))]
[JsonSerializable(typeof(LinksResponse))]
[JsonSerializable(typeof(NonceResponse))]
[JsonSerializable(typeof(PendingSignIn))]
[JsonSerializable(typeof(ProvidersResponse))]
internal sealed partial class ProvidersJsonContext : JsonSerializerContext;
