namespace Cardea.AspNetCore.Factors;

/// <summary>A new name for a passkey.</summary>
/// <param name="Name">The name; <see langword="null"/> or blank takes it away.</param>
internal sealed record NameRequest(string? Name);
