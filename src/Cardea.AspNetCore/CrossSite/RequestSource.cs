namespace Cardea.AspNetCore.CrossSite;

/// <summary>What a browser says of where a request comes from.</summary>
/// <param name="IsSafe">True for the methods GET, HEAD and OPTIONS.</param>
/// <param name="IsHandshake">True if the request opens a WebSocket.</param>
/// <param name="FetchSite">The header <c>Sec-Fetch-Site</c>; null without one.</param>
/// <param name="Origin">The header <c>Origin</c>; null without one.</param>
internal readonly record struct RequestSource(bool IsSafe, bool IsHandshake, string? FetchSite, string? Origin);
