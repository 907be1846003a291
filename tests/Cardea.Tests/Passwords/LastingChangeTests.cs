using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

public sealed class LastingChangeTests
{
    [Theory]
    [InlineData(true, false, false, LastingChangeProof.AccountToken)]
    [InlineData(true, true, true, LastingChangeProof.AccountToken)]
    [InlineData(false, true, false, LastingChangeProof.SessionCookie)]
    [InlineData(false, true, true, LastingChangeProof.SessionCookie)]
    [InlineData(false, false, true, LastingChangeProof.Password)]
    [InlineData(false, false, false, LastingChangeProof.None)]
    internal void A_token_for_the_issuer_the_cookie_or_the_password_proves_a_change(bool isForIssuer, bool hasCookie, bool hasPassword, LastingChangeProof proof) =>
        Assert.Equal(proof, LastingChange.ProofOf(isForIssuer, hasCookie, hasPassword));
}
