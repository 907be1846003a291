namespace Cardea.AspNetCore.Factors;

/// <summary>A code of the authenticator app. A class, so that printing it does not show it.</summary>
internal sealed class ConfirmationRequest
{
    /// <summary>The six digits.</summary>
    public string? Code { get; init; }
}
