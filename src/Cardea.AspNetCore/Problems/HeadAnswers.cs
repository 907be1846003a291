using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardea.AspNetCore.Problems;

/// <summary>Answers HEAD wherever GET is answered (RFC 9110, section 9.3.2). The web server removes the body.</summary>
internal static class HeadAnswers
{
    /// <summary>Lets every GET endpoint of the group answer HEAD as well.</summary>
    public static TBuilder AnswersHead<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(static endpoint =>
        {
            for (var i = 0; i < endpoint.Metadata.Count; i++)
            {
                if (endpoint.Metadata[i] is IHttpMethodMetadata { HttpMethods: [var method] } && HttpMethods.IsGet(method))
                {
                    endpoint.Metadata[i] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
                }
            }
        });
        return endpoints;
    }
}
