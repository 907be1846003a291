using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Revocation;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Contract;

/// <summary>Somebody who may ask for an operation, and knows what is good to send.</summary>
/// <param name="client">Who asks.</param>
/// <param name="subject">Whom it is about.</param>
internal sealed class Caller(AuthClient client, AuthClient subject) : IDisposable
{
    private string _subjectId = "AAAA";
    private string _keyId = "AAAA";

    /// <summary>Somebody new, or the administrator about somebody new.</summary>
    public static async Task<Caller> ForAsync(Operation operation, CardeaProcess server, AuthClient administrator)
    {
        var subject = await server.NewClient().RegisterAsync();
        if (!operation.IsForAdministrators)
        {
            return new(subject, subject);
        }

        // Not one that makes access tokens: the administrator has one.
        var keys = await Answer.ExpectAsync(200, await administrator.GetAsync("/admin/keys"));
        var key = keys["keys"]!.AsArray().First(static key => (string?)key!["makes"] == "refresh_token");
        return new(administrator, subject) { _subjectId = await subject.IdAsync(), _keyId = (string)key!["id"]! };
    }

    /// <summary>Somebody who has a second factor.</summary>
    public static async Task<Caller> WithSecondFactorAsync(CardeaProcess server)
    {
        var client = await server.NewClient().RegisterAsync();
        await AuthenticatorApp.AddAsync(client);
        return new(client, client);
    }

    /// <summary>A request that is good, as far as it can be without a mail.</summary>
    public Draft Draft(Operation operation) => new(
        operation,
        operation.PathParameters.ToImmutableSortedDictionary(static name => name, name => Place(operation, name), StringComparer.Ordinal),
        ImmutableSortedDictionary<string, string>.Empty,
        operation.Members.ToImmutableSortedDictionary(
            static name => name, name => operation.BodyType == Operation.Form ? Parameter(name) : Member(operation, name), StringComparer.Ordinal))
    {
        Authorization = operation.TakesResourceApi ? FeedReader.Credentials : operation.TakesAccessToken ? new AuthenticationHeaderValue("Bearer", client.Tokens.Access) : null,
    };

    public void Dispose() => subject.Dispose();

    private string Place(Operation operation, string name) => operation.Path.Split($"/{{{name}}}")[0].Split('/')[^1] switch
    {
        "users" => _subjectId,
        "sessions" => subject.Tokens.SessionId,
        "keys" => _keyId,
        _ => "AAAA",
    };

    private string Member(Operation operation, string name) => name switch
    {
        "email" when operation.Path is not ("/auth/register" or "/admin/invitations") => Text(client.Email),
        "email" or "newEmail" => Text(AuthClient.NewEmail()),
        "password" or "currentPassword" or "newPassword" => Text(AuthClient.Password),
        "refreshToken" => Text(client.Tokens.Refresh),
        "audience" => Text(client.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)),
        "roles" or "received" => """["editor"]""",
        "endOthers" or "trustDevice" => "true",
        "invitation" or "passkey" => "null",
        "credential" => "{}",
        _ => Text("none"),
    };

    private string Parameter(string name) => name switch
    {
        "grant_type" => "refresh_token",
        "refresh_token" => client.Tokens.Refresh,
        "token" => client.Tokens.Access,
        _ => "",
    };

    private static string Text(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
