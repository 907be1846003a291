using Microsoft.Extensions.Primitives;

namespace Cardea.Validation;

/// <summary>Reads the token from the <c>Authorization</c> header (RFC 6750, section 2.1), never from a form. For the query, see <see cref="Hubs.QueryToken"/>.</summary>
internal static class BearerCredential
{
    private const string Scheme = "Bearer";

    /// <summary>Finds the credential.</summary>
    /// <param name="authorization">The values of the header.</param>
    /// <param name="token">The text in the token's place, well formed or not; empty if there are several headers.</param>
    /// <returns>True if there is a bearer credential, good or bad.</returns>
    public static bool TryRead(StringValues authorization, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (authorization.Count > 1)
        {
            // A proxy in front of the app may have read the other header.
            return true;
        }

        if (authorization.Count == 0
            || authorization[0] is not { } value
            || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || (value.Length > Scheme.Length && value[Scheme.Length] != ' '))
        {
            return false;
        }

        token = value.AsMemory(Math.Min(value.Length, Scheme.Length + 1));
        return true;
    }
}
