using Microsoft.Extensions.Primitives;

namespace Cardea.Validation;

/// <summary>The token in an <c>Authorization</c> header (RFC 6750, section 2.1); from the query or a form it is never taken.</summary>
internal static class BearerCredential
{
    private const string Scheme = "Bearer";

    /// <summary>Finds the credential.</summary>
    /// <param name="authorization">The values of the header.</param>
    /// <param name="token">What stands where a token should, well formed or not; empty when it is ambiguous.</param>
    /// <returns>Whether there is a credential for us, good or bad.</returns>
    public static bool TryRead(StringValues authorization, out ReadOnlyMemory<char> token)
    {
        token = default;
        if (authorization.Count > 1)
        {
            // Somebody in front of us may have read the other one.
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
