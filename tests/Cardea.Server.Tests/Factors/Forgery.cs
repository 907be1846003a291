using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Factors;

/// <summary>Changes what a passkey has answered. New ones come without a signature, so that anybody can do it.</summary>
internal static class Forgery
{
    private static readonly string[] Binaries = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];

    /// <summary>The same answer, to another question.</summary>
    public static JsonNode To(this JsonNode credential, PasskeyQuestion question) => credential.Saying("challenge", question.Challenge);

    /// <summary>The same answer, with another word in what the browser says of it.</summary>
    public static JsonNode Saying(this JsonNode credential, string member, JsonNode value) => credential.Change("clientDataJSON", bytes =>
    {
        var said = JsonNode.Parse(bytes)!;
        said[member] = value;
        return Encoding.UTF8.GetBytes(said.ToJsonString());
    });

    /// <summary>The same new passkey, under another id.</summary>
    public static JsonNode Called(this JsonNode credential, byte[] id)
    {
        var old = Base64Url.DecodeFromChars((string)credential["id"]!);
        var changed = credential["response"]!["attestationObject"] is null
            ? credential.DeepClone()
            : credential.Change("attestationObject", bytes =>
            {
                id.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf(old)));
                return bytes;
            });
        changed["id"] = Base64Url.EncodeToString(id);
        changed["rawId"] = Base64Url.EncodeToString(id);
        return changed;
    }

    /// <summary>An id as long as that of a passkey.</summary>
    public static byte[] AnotherId(this JsonNode credential, int number)
    {
        var id = Base64Url.DecodeFromChars((string)credential["id"]!);
        BitConverter.TryWriteBytes(id, number);
        return id;
    }

    /// <summary>Answers that are damaged in many ways.</summary>
    public static IEnumerable<JsonNode> Damage(this JsonNode credential)
    {
        yield return new JsonObject();
        foreach (var member in (string[])["id", "rawId", "type", "response", "clientExtensionResults", "authenticatorAttachment"])
        {
            foreach (var value in Wrong())
            {
                var changed = credential.DeepClone();
                changed[member] = value;
                yield return changed;
            }
        }

        foreach (var member in Binaries.Where(member => credential["response"]![member] is not null))
        {
            foreach (var value in Wrong())
            {
                var changed = credential.DeepClone();
                changed["response"]![member] = value;
                yield return changed;
            }

            var length = Base64Url.DecodeFromChars((string)credential["response"]![member]!).Length;
            for (var i = 0; i < length; i += Math.Max(1, length / 6))
            {
                yield return credential.Change(member, bytes => bytes[..i]);
                yield return credential.Change(member, bytes =>
                {
                    bytes[i] ^= 0xff;
                    return bytes;
                });
            }
        }
    }

    private static IEnumerable<JsonNode?> Wrong() => [null, 7, "?", "AA", new JsonObject()];

    private static JsonNode Change(this JsonNode credential, string member, Func<byte[], byte[]> change)
    {
        var changed = credential.DeepClone();
        var response = changed["response"]!;
        response[member] = Base64Url.EncodeToString(change(Base64Url.DecodeFromChars((string)response[member]!)));
        return changed;
    }
}
