using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Enrolment;
using Cardea.AspNetCore.Factors;
using Cardea.AspNetCore.Keys;
using Cardea.AspNetCore.Live;
using Cardea.AspNetCore.Metadata;
using Cardea.AspNetCore.OAuth;
using Cardea.AspNetCore.Passwords;
using Cardea.AspNetCore.PersonalData;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Revocation;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.SignIn;
using Cardea.AspNetCore.Statistics;
using Cardea.AspNetCore.Tokens;
using Cardea.Mail;
using Cardea.Validation.Problems;
using Cardea.Validation.Revocation;

namespace Cardea.AspNetCore;

/// <summary>How the bodies of the HTTP contract are read and written, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuthenticatorResponse))]
[JsonSerializable(typeof(AuthenticatorStateResponse))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(ConfirmationRequest))]
[JsonSerializable(typeof(CredentialsRequest))]
[JsonSerializable(typeof(DataResponse))]
[JsonSerializable(typeof(EmailChangeRequest))]
[JsonSerializable(typeof(EmailRequest))]
[JsonSerializable(typeof(EmailVerificationRequest))]
[JsonSerializable(typeof(EnrolmentCodeRequest))]
[JsonSerializable(typeof(EnrolmentRequired))]
[JsonSerializable(typeof(EventListResponse))]
[JsonSerializable(typeof(FirstFactor))]
[JsonSerializable(typeof(GrantResponse))]
[JsonSerializable(typeof(IntrospectionResponse))]
[JsonSerializable(typeof(InvitationListResponse))]
[JsonSerializable(typeof(InvitationRequest))]
[JsonSerializable(typeof(InvitationResponse))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JwksResponse))]
[JsonSerializable(typeof(KeyListResponse))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(LiveEvent))]
[JsonSerializable(typeof(MailMessage))]
[JsonSerializable(typeof(MeResponse))]
[JsonSerializable(typeof(MetadataResponse))]
[JsonSerializable(typeof(MfaRequest))]
[JsonSerializable(typeof(MfaRequired))]
[JsonSerializable(typeof(NameRequest))]
[JsonSerializable(typeof(NodeFigures))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(PasskeyAddedResponse))]
[JsonSerializable(typeof(PasskeyListResponse))]
[JsonSerializable(typeof(PasskeyOptionsRequest))]
[JsonSerializable(typeof(PasskeyOptionsResponse))]
[JsonSerializable(typeof(NewFactorRequest))]
[JsonSerializable(typeof(NewPasskeyRequest))]
[JsonSerializable(typeof(NewRecoveryCodesRequest))]
[JsonSerializable(typeof(PasskeyResponse))]
[JsonSerializable(typeof(PasskeySignInRequest))]
[JsonSerializable(typeof(PasswordChangeRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(PasswordResetRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ReauthenticationRequest))]
[JsonSerializable(typeof(ReceiptsRequest))]
[JsonSerializable(typeof(RecoveryCodesLeftResponse))]
[JsonSerializable(typeof(RecoveryCodesResponse))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(RegistrationRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(FeedMessage))]
[JsonSerializable(typeof(RolesRequest))]
[JsonSerializable(typeof(SessionListResponse))]
[JsonSerializable(typeof(SseItem<FeedMessage>))]
[JsonSerializable(typeof(SseItem<LiveEvent>))]
[JsonSerializable(typeof(SseItem<StatisticsResponse>))]
[JsonSerializable(typeof(StatisticsResponse))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(UserListResponse))]
[JsonSerializable(typeof(UserResponse))]
internal sealed partial class CardeaJsonContext : JsonSerializerContext;
