namespace Cardea.Validation;

/// <summary>Defaults of the handler that accepts Cardea's access tokens.</summary>
public static class CardeaBearerDefaults
{
    /// <summary>
    /// The name of the authentication scheme: <c>Cardea</c>. The name is not <c>Bearer</c>, so an app can also have a handler for
    /// the tokens of another issuer.
    /// </summary>
    public const string AuthenticationScheme = "Cardea";
}
