namespace Cardea.Providers.Diagnosis;

/// <summary>What was found out about a provider.</summary>
/// <param name="Subject">What was looked at: <c>return-address</c>, <c>metadata</c>, <c>algorithms</c>, <c>keys</c>.</param>
/// <param name="Message">What was found.</param>
/// <param name="Fix">What the operator does about it; null if nothing is wrong.</param>
internal sealed record ProviderFinding(string Subject, string Message, string? Fix = null);
