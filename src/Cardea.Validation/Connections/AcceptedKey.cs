namespace Cardea.Validation.Connections;

/// <summary>The key that signed the access token of a request. It is a feature of the request, and long requests use it.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
internal sealed record AcceptedKey(string Id);
