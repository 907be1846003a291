using Cardea.Accounts;
using Cardea.Tokens;

namespace Cardea.AspNetCore.Attempts;

/// <summary>Who gets a notice.</summary>
/// <param name="Recipient">The user; null for a user who is deleted.</param>
/// <param name="Address">The address.</param>
/// <param name="IsVerified">True if the user has shown that the address is theirs. Otherwise the reader may be a stranger.</param>
internal sealed record Addressee(UserId? Recipient, string Address, bool IsVerified)
{
    /// <summary>The address under which mails are counted. Two spellings of an address share an allowance.</summary>
    public string CountedAddress => EmailAddress.Normalize(Address) ?? Address;

    public static Addressee Of(CardeaUser user) => new(new UserId(user.Id), user.Email, user.EmailVerified);
}
