using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cardea.Clients;

namespace Cardea.Attempts;

/// <summary>What attempts are counted for: an account, a network, or mail to an address. A hash: whoever reads the table learns no address.</summary>
/// <param name="Value">SHA-256 of its kind and name, in hexadecimal.</param>
public readonly record struct AttemptKey(string Value)
{
    /// <summary>The account with that e-mail address, whether there is one or not: both are refused alike.</summary>
    public static AttemptKey OfAccount(string email) => Of("account", email);

    /// <summary>The network of a client: an address of IPv4, a /64 of IPv6, which is what one customer gets.</summary>
    public static AttemptKey OfNetwork(IPAddress? address) => Of("network", NameOf(address));

    /// <summary>The mail that others can have sent to an address.</summary>
    public static AttemptKey OfMail(string email) => Of("mail", email);

    /// <summary>The mail that a network can have sent.</summary>
    public static AttemptKey OfMailFrom(IPAddress? address) => Of("mail from", NameOf(address));

    /// <summary>The questions that a network asks of passkeys.</summary>
    public static AttemptKey OfQuestionsFrom(IPAddress? address) => Of("questions from", NameOf(address));

    private static string NameOf(IPAddress? address) => ClientNetwork.Of(address, bitsOfV4: 32, bitsOfV6: 64) ?? "";

    private static AttemptKey Of(string kind, string name) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {name}"))));
}
