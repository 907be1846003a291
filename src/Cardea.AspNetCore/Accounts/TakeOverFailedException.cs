namespace Cardea.AspNetCore.Accounts;

/// <summary>A hook of the app threw during a take-over. Nothing was taken over.</summary>
internal sealed class TakeOverFailedException(Type hook, Exception inner)
    : Exception($"{hook} threw, so the account was not taken over. Nothing has changed: correct the hook, and the person can send the same request again.", inner);
