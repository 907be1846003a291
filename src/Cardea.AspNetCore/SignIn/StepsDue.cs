using Cardea.AspNetCore.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.SignIn;

/// <summary>Adds the 403s of a right first factor, after which no session begins yet, to the OpenAPI document.</summary>
internal static class StepsDue
{
    /// <summary>The endpoint answers by tokens, asks for a second factor, asks the user to add one, or refuses.</summary>
    public static RouteHandlerBuilder AsksForFactors(this RouteHandlerBuilder endpoint) => endpoint
        .AsksForSecondFactor()
        .Produces<EnrolmentRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType);

    /// <summary>The endpoint answers by tokens, asks for a second factor, or refuses.</summary>
    public static RouteHandlerBuilder AsksForSecondFactor(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<MfaRequired>(StatusCodes.Status403Forbidden, ProblemMetadata.ContentType)
        .Refuses(StatusCodes.Status403Forbidden);
}
