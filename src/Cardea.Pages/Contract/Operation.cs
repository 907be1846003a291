namespace Cardea.Pages.Contract;

/// <summary>An operation of the HTTP contract.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Pattern">The path as the contract has it, such as <c>/auth/sessions/{id}</c>.</param>
internal sealed record Operation(string Method, string Pattern);
