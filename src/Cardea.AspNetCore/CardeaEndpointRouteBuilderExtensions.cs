using Cardea.AspNetCore.Accounts;
using Cardea.AspNetCore.Keys;
using Cardea.AspNetCore.Metadata;
using Cardea.AspNetCore.OAuth;
using Cardea.AspNetCore.Problems;
using Cardea.AspNetCore.Revocation;
using Cardea.AspNetCore.Rotation;
using Cardea.AspNetCore.Sessions;
using Cardea.AspNetCore.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Cardea's endpoints.</summary>
public static class CardeaEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/auth/*</c>, <c>/oauth/*</c>, <c>/.well-known/*</c> and what resource APIs call; see the HTTP reference for what they take and answer.</summary>
    /// <returns>The group of <c>/auth</c>, to add conventions of the app's own.</returns>
    public static RouteGroupBuilder MapCardea(this IEndpointRouteBuilder endpoints)
    {
        var auth = endpoints.MapGroup("/auth").WithTags("auth").AnswerFailures();
        AccountEndpoints.Map(auth);
        RotationEndpoints.Map(auth);
        LogoutEndpoint.Map(auth);
        SessionEndpoints.Map(auth);
        VerifyEndpoint.Map(auth);

        var oauth = endpoints.MapGroup("/oauth").WithTags("oauth").WithMetadata(new AnswersAsOAuth()).AnswerFailures();
        TokenEndpoint.Map(oauth);
        TokenRevocationEndpoint.Map(oauth);
        IntrospectionEndpoint.Map(oauth);
        RevocationEndpoints.Map(endpoints.MapGroup("").WithTags("resource APIs").AnswerFailures());

        var wellKnown = endpoints.MapGroup("").WithTags("well-known");
        KeyEndpoints.Map(wellKnown);
        MetadataEndpoints.Map(wellKnown);
        return auth;
    }
}
