using Cardea.AspNetCore.Passwords;

namespace Cardea.Tests.Passwords;

public sealed class LastingChangeTests
{
    [Theory]
    [InlineData(true, false, LastingChangeProof.AccountToken)]
    [InlineData(true, true, LastingChangeProof.AccountToken)]
    [InlineData(false, true, LastingChangeProof.Password)]
    [InlineData(false, false, LastingChangeProof.None)]
    internal void A_token_for_the_issuer_or_the_password_proves_a_change(bool isForIssuer, bool hasPassword, LastingChangeProof proof) =>
        Assert.Equal(proof, LastingChange.ProofOf(isForIssuer, hasPassword));
}
