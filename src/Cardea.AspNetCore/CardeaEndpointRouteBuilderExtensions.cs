using Cardea;
using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Addresses;
using Cardea.AspNetCore.Administration;
using Cardea.AspNetCore.Audit;
using Cardea.AspNetCore.Cookies;
using Cardea.AspNetCore.CrossSite;
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
using Cardea.AspNetCore.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Cardea's endpoints.</summary>
public static class CardeaEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/auth/*</c>, <c>/admin/*</c>, <c>/oauth/*</c>, <c>/.well-known/*</c> and what resource APIs call; see the HTTP reference for what they take and answer.</summary>
    /// <returns>The group of <c>/auth</c>, to add conventions of the app's own.</returns>
    public static RouteGroupBuilder MapCardea(this IEndpointRouteBuilder endpoints)
    {
        var auth = endpoints.MapGuarded("/auth").WithTags("auth").AnswersHead().WritesCookies();
        RegistrationEndpoint.Map(auth);
        LoginEndpoint.Map(auth);
        MeEndpoint.Map(auth);
        RotationEndpoints.Map(auth);
        LogoutEndpoint.Map(auth);
        SessionEndpoints.Map(auth);
        VerifyEndpoint.Map(auth);
        EventEndpoints.Map(auth);
        LiveEndpoint.Map(auth);
        MfaEndpoint.Map(auth);
        EnrolmentEndpoints.Map(auth);
        if (endpoints.ServiceProvider.GetService<AccountAdministration>() is not null)
        {
            MapOwnAccounts(endpoints, auth);
        }
        else
        {
            EnrolmentEndpoints.MapForAppUsers(auth);
        }

        ContinueEndpoint.Map(endpoints.MapGroup("/account").WithMetadata(new OwnAnswers()).WithTags("account").AnswerFailures().AnswersHead());
        var oauth = endpoints.MapContract("/oauth").WithTags("oauth").WithMetadata(new AnswersAsOAuth());
        TokenEndpoint.Map(oauth);
        TokenRevocationEndpoint.Map(oauth);
        IntrospectionEndpoint.Map(oauth);
        RevocationEndpoint.Map(endpoints.MapContract("/revocations").WithTags("resource APIs").AnswersHead());
        ReceiptEndpoint.Map(endpoints.MapContract("/receipts").WithTags("resource APIs"));

        var wellKnown = endpoints.MapGroup("").WithMetadata(new OwnAnswers()).WithTags("well-known").AnswersHead();
        KeyEndpoints.Map(wellKnown);
        MetadataEndpoints.Map(wellKnown);
        return auth;
    }

    // What takes a store of Cardea's own: an app's user store can't do it in one step.
    private static void MapOwnAccounts(IEndpointRouteBuilder endpoints, RouteGroupBuilder auth)
    {
        PasswordEndpoints.Map(auth);
        EmailEndpoints.Map(auth);
        DataEndpoints.Map(auth);
        RegistrationEndpoint.MapPasskeys(auth);
        ReauthenticationEndpoint.Map(auth);
        AuthenticatorAppEndpoints.Map(auth);
        RecoveryCodeEndpoints.Map(auth);
        PasskeyEndpoints.Map(auth);
        AuthenticatorEnrolmentEndpoints.Map(auth);
        PasskeyEnrolmentEndpoints.Map(auth);
        PasskeySignInEndpoints.Map(auth);
        AdministrationEndpoints.Map(endpoints.MapGuarded("/admin").WithTags("admin").AnswersHead());
        if (endpoints.ServiceProvider.GetRequiredService<CardeaOptions>().SignInByLink)
        {
            LinkEndpoints.Map(auth);
        }
    }
}
