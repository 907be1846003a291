using System.Net.ServerSentEvents;
using System.Text.Json.Serialization;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Keys;
using Cardea.AspNetCore.Metadata;
using Cardea.AspNetCore.OAuth;
using Cardea.AspNetCore.Revocation;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Cardea.Validation.Problems;

namespace Cardea.AspNetCore;

/// <summary>How the bodies of the HTTP contract are read and written, generated at build time.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CredentialsRequest))]
[JsonSerializable(typeof(GrantResponse))]
[JsonSerializable(typeof(IntrospectionResponse))]
[JsonSerializable(typeof(JwksResponse))]
[JsonSerializable(typeof(MeResponse))]
[JsonSerializable(typeof(MetadataResponse))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ReceiptsRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(RevocationEvent))]
[JsonSerializable(typeof(SessionListResponse))]
[JsonSerializable(typeof(SseItem<RevocationEvent>))]
[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class CardeaJsonContext : JsonSerializerContext;
