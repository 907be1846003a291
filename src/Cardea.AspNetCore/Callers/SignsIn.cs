using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Callers;

/// <summary>Marks the endpoints that begin sessions. Their query says how the tokens travel: see <see cref="AskedCookies"/>.</summary>
internal sealed class SignsIn
{
    /// <summary>True if the endpoint of a request begins sessions.</summary>
    public static bool Includes(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SignsIn>() is not null;
}
