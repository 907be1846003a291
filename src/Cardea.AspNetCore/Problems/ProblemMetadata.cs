using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Cardea.AspNetCore.Problems;

/// <summary>Adds the problems of an endpoint to the OpenAPI document.</summary>
internal static class ProblemMetadata
{
    public const string ContentType = "application/problem+json";

    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata([.. statuses.Select(static status => new ProducesResponseTypeMetadata(status, typeof(Problem), [ContentType]))]);

    /// <summary>Says which problems follow from what the endpoints take: a body, an access token, the credentials of a resource API.</summary>
    public static TBuilder RefusesWhatItTakes<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(static endpoint =>
        {
            var metadata = endpoint.Metadata;
            var (type, contentType) = Has<AnswersAsOAuth>() ? (typeof(OAuthError), "application/json") : (typeof(Problem), ContentType);
            if (Has<IAcceptsMetadata>() || Has<FormParameters>())
            {
                Add(StatusCodes.Status400BadRequest);
                Add(StatusCodes.Status413PayloadTooLarge);
                Add(StatusCodes.Status415UnsupportedMediaType);
            }

            if (Has<IAuthorizeData>() || Has<IAsksForCredentials>())
            {
                Add(StatusCodes.Status401Unauthorized);
            }

            bool Has<T>() => metadata.Any(static item => item is T);

            void Add(int status) => metadata.Add(new ProducesResponseTypeMetadata(status, type, [contentType]));
        });
        return endpoints;
    }
}
