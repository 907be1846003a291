using System.Buffers.Text;
using Cardea.Codes;
using Cardea.External;
using Cardea.Factors;

namespace Cardea.Accounts;

/// <summary>
/// The rules by which an old address undoes a change of address. A code that is mailed to the old address undoes the change. Until the code
/// ends, the old address is reserved for the account, and the account is not deleted.
/// </summary>
internal static class AddressUndo
{
    /// <summary>How long a change can be undone.</summary>
    public static TimeSpan Lifetime { get; } = OneTimeCode.LifetimeOf(CodePurpose.UndoEmail);

    /// <summary>
    /// True if a credential is so old that a change which it confirms can't be undone. A thief who adds a passkey and moves the account at once
    /// has none that is so old. Without this rule, a compromised old mailbox could undo an honest change.
    /// </summary>
    public static bool IsOld(DateTimeOffset addedAt, DateTimeOffset now) => now - addedAt > Lifetime;

    /// <summary>Describes the factors of an account, so that an undo knows which of them came later. The text has no key.</summary>
    public static string DescribeFactors(AccountFacts facts) => string.Join('\n', NamesOf(facts));

    /// <summary>Returns the effects that remove the factors which are not among the earlier ones.</summary>
    /// <param name="facts">The account.</param>
    /// <param name="earlier">The earlier factors: see <see cref="DescribeFactors"/>.</param>
    public static IReadOnlyList<AccountEffect> RemoveLaterFactors(AccountFacts facts, string? earlier)
    {
        var known = (earlier ?? "").Split('\n').ToHashSet(StringComparer.Ordinal);
        var keepsApp = facts.AuthenticatorId is { } id && known.Contains(NameOfApp(id));
        var later = facts.Passkeys.Where(passkey => !known.Contains(NameOf(passkey))).ToArray();
        var keepsFactor = keepsApp || later.Length < facts.Passkeys.Count;
        return
        [
            .. keepsApp || !facts.HasAuthenticatorKey ? Array.Empty<AccountEffect>() : [new AccountEffect.RemoveAuthenticator()],
            .. later.Select(static passkey => new AccountEffect.RemovePasskey(passkey)),
            .. facts.ExternalLogins.Where(login => !known.Contains(NameOf(login))).Select(static login => new AccountEffect.RemoveExternalLogin(login)),
            new AccountEffect.SetRecoveryCodes(keepsFactor ? [.. facts.RecoveryCodes.Where(hash => known.Contains(NameOfCode(hash)))] : []),
        ];
    }

    private static IEnumerable<string> NamesOf(AccountFacts facts) =>
    [
        .. facts.AuthenticatorId is { } id ? [NameOfApp(id)] : Array.Empty<string>(),
        .. facts.Passkeys.Select(NameOf),
        .. facts.RecoveryCodes.Select(NameOfCode),
        .. facts.ExternalLogins.Select(NameOf),
    ];

    private static string NameOfApp(string id) => $"app {id}";

    private static string NameOf(Passkey passkey) => $"passkey {Base64Url.EncodeToString(passkey.CredentialId.Span)}";

    private static string NameOf(ExternalLogin login) => $"login {CodeHash.Of($"{login.Issuer}\n{login.Subject}").Value}";

    private static string NameOfCode(string hash) => $"code {hash}";
}
