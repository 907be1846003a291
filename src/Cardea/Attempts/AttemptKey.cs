using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cardea.Clients;
using Cardea.Tokens;

namespace Cardea.Attempts;

/// <summary>
/// Names what attempts are counted for: an account, a network, or mail to an address. It is a hash, so the table shows no
/// address.
/// </summary>
/// <param name="Value">SHA-256 of its kind and name, in hexadecimal.</param>
internal readonly record struct AttemptKey(string Value)
{
    /// <summary>
    /// The account with that e-mail address. An address without an account is counted too, so that both are refused alike.
    /// </summary>
    public static AttemptKey OfAccount(string email) => Of("account", email);

    /// <summary>The network of a client: an IPv4 address, or an IPv6 /64, which is what one customer gets.</summary>
    public static AttemptKey OfNetwork(IPAddress? address) => Of("network", NameOf(address));

    /// <summary>The mail that anyone can have sent to an address.</summary>
    public static AttemptKey OfMail(string email) => Of("mail", email);

    /// <summary>The mail that a network can have sent.</summary>
    public static AttemptKey OfMailFrom(IPAddress? address) => Of("mail from", NameOf(address));

    /// <summary>The mail with codes that the sessions of a user can have sent.</summary>
    public static AttemptKey OfMailBy(UserId user) => Of("mail by", user.Value);

    /// <summary>The mail that sessions of others can have sent to an address.</summary>
    public static AttemptKey OfMailBySessions(string email) => Of("mail by sessions", email);

    /// <summary>The passkey challenges that a network asks for.</summary>
    public static AttemptKey OfQuestionsFrom(IPAddress? address) => Of("questions from", NameOf(address));

    private static string NameOf(IPAddress? address) => ClientNetwork.Of(address, bitsOfV4: 32, bitsOfV6: 64) ?? "";

    private static AttemptKey Of(string kind, string name) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {name}"))));
}
