namespace Cardea.Tokens;

/// <summary>Identifies a user: the <c>sub</c> of access tokens. It is text, because an app's own user store chooses its form.</summary>
/// <param name="Value">The id in the spelling of the user store.</param>
public readonly record struct UserId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
