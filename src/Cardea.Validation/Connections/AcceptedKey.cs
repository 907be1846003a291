namespace Cardea.Validation.Connections;

/// <summary>The key that signed the access token of a request: a feature of the request, for what stays open for long.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
internal sealed record AcceptedKey(string Id);
