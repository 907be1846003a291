using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Client.Issuers;

/// <summary>Writes requests to the issuer, and reads its answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkAnswer))]
[JsonSerializable(typeof(LinkSignInRequest))]
[JsonSerializable(typeof(SecondFactorRequest))]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(AuthenticatorKey))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(ReauthenticationRequest))]
[JsonSerializable(typeof(PasswordChangeRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(UserSession))]
[JsonSerializable(typeof(UserAccount))]
[JsonSerializable(typeof(ProviderExchangeRequest))]
[JsonSerializable(typeof(ProviderCompleteRequest))]
[JsonSerializable(typeof(ProviderLinkRequest))]
[JsonSerializable(typeof(NonceRequest))]
[JsonSerializable(typeof(NonceAnswer))]
[JsonSerializable(typeof(IdTokenRequest))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class IssuerJson : JsonSerializerContext;
