namespace Cardea.Tokens;

/// <summary>Names a user; the <c>sub</c> of access tokens. Text, because an app's own user store chooses its form.</summary>
/// <param name="Value">The id as the user store spells it.</param>
public readonly record struct UserId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
