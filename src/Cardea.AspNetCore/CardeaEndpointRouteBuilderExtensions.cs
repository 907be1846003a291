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

/// <summary>Maps Cardea's endpoints: all of them, or the groups that an app chooses, below any prefix.</summary>
public static class CardeaEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps all groups: <c>/auth/*</c>, <c>/admin/*</c>, <c>/oauth/*</c>, <c>/.well-known/*</c> and what resource APIs call; see the HTTP reference
    /// for what they take and answer. With users of the app's own, it leaves out the account, the factors and administration.
    /// </summary>
    /// <returns>A builder for conventions of the app's own, which count for all endpoints of Cardea that this call maps.</returns>
    /// <exception cref="SetupException"><c>AddCardea</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCardea(this IEndpointRouteBuilder endpoints)
    {
        var all = endpoints.MapGroupOf(nameof(MapCardea));
        all.MapCardeaSignIn();
        all.MapCardeaSessions();
        all.MapCardeaOAuth();
        if (HasOwnAccounts(endpoints))
        {
            all.MapCardeaAccount();
            all.MapCardeaFactors();
            all.MapCardeaAdministration();
        }

        return all;
    }

    /// <summary>Maps registration and the ways to sign in: password, mailed link, passkey, second factor, and the enrolment of a required factor.</summary>
    /// <inheritdoc cref="MapCardea" path="/returns"/>
    /// <inheritdoc cref="MapCardea" path="/exception"/>
    public static IEndpointConventionBuilder MapCardeaSignIn(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroupOf(nameof(MapCardeaSignIn));
        var auth = group.MapAuth();
        RegistrationEndpoint.Map(auth);
        LoginEndpoint.Map(auth);
        MfaEndpoint.Map(auth);
        EnrolmentEndpoints.Map(auth);
        if (!HasOwnAccounts(endpoints))
        {
            EnrolmentEndpoints.MapForAppUsers(auth);
            return group;
        }

        RegistrationEndpoint.MapPasskeys(auth);
        AuthenticatorEnrolmentEndpoints.Map(auth);
        PasskeyEnrolmentEndpoints.Map(auth);
        PasskeySignInEndpoints.Map(auth);
        if (endpoints.ServiceProvider.GetRequiredService<CardeaOptions>().SignInByLink)
        {
            LinkEndpoints.Map(auth);
        }

        return group;
    }

    /// <summary>Maps what a session needs: refresh, logout, the user's devices, who is signed in, proving it again, events as they happen, and the check for gateways.</summary>
    /// <inheritdoc cref="MapCardea" path="/returns"/>
    /// <inheritdoc cref="MapCardea" path="/exception"/>
    public static IEndpointConventionBuilder MapCardeaSessions(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroupOf(nameof(MapCardeaSessions));
        var auth = group.MapAuth();
        MeEndpoint.Map(auth);
        RotationEndpoints.Map(auth);
        LogoutEndpoint.Map(auth);
        SessionEndpoints.Map(auth);
        VerifyEndpoint.Map(auth);
        EventEndpoints.Map(auth);
        LiveEndpoint.Map(auth);
        if (HasOwnAccounts(endpoints))
        {
            ReauthenticationEndpoint.Map(auth);
        }

        ContinueEndpoint.Map(group.MapGroup("/account").WithMetadata(new OwnAnswers()).WithTags("account").AnswerFailures().AnswersHead());
        return group;
    }

    /// <summary>Maps what users change of their account: password, address, export and deletion. It needs users of Cardea's own.</summary>
    /// <inheritdoc cref="MapCardea" path="/returns"/>
    /// <exception cref="SetupException"><c>AddCardea</c> was not called, or the users are the app's own.</exception>
    public static IEndpointConventionBuilder MapCardeaAccount(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroupOfOwnAccounts(nameof(MapCardeaAccount));
        var auth = group.MapAuth();
        PasswordEndpoints.Map(auth);
        EmailEndpoints.Map(auth);
        DataEndpoints.Map(auth);
        return group;
    }

    /// <summary>Maps a user's authenticator app, recovery codes and passkeys. It needs users of Cardea's own.</summary>
    /// <inheritdoc cref="MapCardeaAccount" path="/returns"/>
    /// <inheritdoc cref="MapCardeaAccount" path="/exception"/>
    public static IEndpointConventionBuilder MapCardeaFactors(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroupOfOwnAccounts(nameof(MapCardeaFactors));
        var auth = group.MapAuth();
        AuthenticatorAppEndpoints.Map(auth);
        RecoveryCodeEndpoints.Map(auth);
        PasskeyEndpoints.Map(auth);
        return group;
    }

    /// <summary>Maps what other programs call: <c>/oauth/*</c>, <c>/.well-known/*</c>, and the feed of revocations and receipts for resource APIs.</summary>
    /// <inheritdoc cref="MapCardea" path="/returns"/>
    /// <inheritdoc cref="MapCardea" path="/exception"/>
    public static IEndpointConventionBuilder MapCardeaOAuth(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroupOf(nameof(MapCardeaOAuth));
        var oauth = group.MapContract("/oauth").WithTags("oauth").WithMetadata(new AnswersAsOAuth());
        TokenEndpoint.Map(oauth);
        TokenRevocationEndpoint.Map(oauth);
        IntrospectionEndpoint.Map(oauth);
        RevocationEndpoint.Map(group.MapContract("/revocations").WithTags("resource APIs").AnswersHead());
        ReceiptEndpoint.Map(group.MapContract("/receipts").WithTags("resource APIs"));
        var wellKnown = group.MapGroup("").WithMetadata(new OwnAnswers()).WithTags("well-known").AnswersHead();
        KeyEndpoints.Map(wellKnown);
        MetadataEndpoints.Map(wellKnown);
        return group;
    }

    /// <summary>Maps <c>/admin/*</c>. It needs users of Cardea's own.</summary>
    /// <inheritdoc cref="MapCardeaAccount" path="/returns"/>
    /// <inheritdoc cref="MapCardeaAccount" path="/exception"/>
    public static IEndpointConventionBuilder MapCardeaAdministration(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroupOfOwnAccounts(nameof(MapCardeaAdministration));
        AdministrationEndpoints.Map(group.MapGuarded("/admin").WithTags("admin").AnswersHead());
        return group;
    }

    private static RouteGroupBuilder MapAuth(this IEndpointRouteBuilder group) => group.MapGuarded("/auth").WithTags("auth").AnswersHead().WritesCookies();

    private static RouteGroupBuilder MapGroupOf(this IEndpointRouteBuilder endpoints, string method)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return IsService<OwnIssuer>(endpoints)
            ? endpoints.MapGroup("")
            : throw new SetupException($"{method} needs AddCardea: call builder.Services.AddCardea() before the app is built.");
    }

    // An app's user store can't do in one step what these do.
    private static RouteGroupBuilder MapGroupOfOwnAccounts(this IEndpointRouteBuilder endpoints, string method)
    {
        var group = endpoints.MapGroupOf(method);
        return HasOwnAccounts(endpoints)
            ? group
            : throw new SetupException($"{method} needs users of Cardea's own, and AddCardea<TUser> brings the app's: remove the call.");
    }

    private static bool HasOwnAccounts(IEndpointRouteBuilder endpoints) => IsService<AccountAdministration>(endpoints);

    // Nothing is resolved here: tools that only read the endpoints build the app too, and then no key file may be written.
    private static bool IsService<T>(IEndpointRouteBuilder endpoints) => endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(T));
}
