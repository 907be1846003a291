using System.Diagnostics.CodeAnalysis;
using Cardea.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Cardea.AspNetCore.Accounts;

/// <summary>
/// Looks users up by the one spelling of their address, which is their name too. What is no address stays as it is (names
/// of roles pass through here), and finds nobody: every stored address is its own normal form.
/// </summary>
internal sealed class EmailNormalizer : ILookupNormalizer
{
    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(name))]
    public string? NormalizeName(string? name) => NormalizeEmail(name);

    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(email))]
    public string? NormalizeEmail(string? email) => EmailAddress.Normalize(email) ?? email;
}
