namespace Cardea.Validation;

/// <summary>Defaults of the handler that accepts Cardea's access tokens.</summary>
public static class CardeaBearerDefaults
{
    /// <summary>
    /// The name of the authentication scheme: <c>Cardea</c>. Not <c>Bearer</c>, so that it can stand beside a handler for
    /// the tokens of somebody else.
    /// </summary>
    public const string AuthenticationScheme = "Cardea";
}
