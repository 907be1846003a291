using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Cardea.Server.Tests.Running;

/// <summary>What a client asks for about the account itself.</summary>
internal static class AccountRequests
{
    public const string NewPassword = "a quite different passphrase";

    public static Task<HttpResponseMessage> TryRegisterAsync(this AuthClient client, string email) =>
        client.PostAsync("/auth/register", Credentials(email, AuthClient.Password));

    public static Task<HttpResponseMessage> TrySignInAsync(this AuthClient client, string email, string password = AuthClient.Password) =>
        client.PostAsync("/auth/login", Credentials(email, password));

    /// <summary>Presents the code of a link, in the client's session if it has one.</summary>
    public static Task<HttpResponseMessage> VerifyEmailAsync(this AuthClient client, string code) =>
        client.VerifyEmailAsync(code, proof: null);

    /// <summary>Presents the code of a link with a member of the body that proves whose the account is.</summary>
    public static Task<HttpResponseMessage> VerifyEmailAsync(this AuthClient client, string code, (string Name, JsonNode? Value)? proof)
    {
        var body = new JsonObject { ["token"] = code };
        if (proof is var (name, value))
        {
            body[name] = value;
        }

        return client.PostAsync("/auth/email/verify", body, client.Tokens.Access is { Length: > 0 } access ? access : null);
    }

    /// <summary>Types the eight digits of a mail.</summary>
    public static Task<HttpResponseMessage> TypeCodeAsync(this AuthClient client, string digits) =>
        client.PostAsync("/auth/email/verify", new JsonObject { ["code"] = digits }, client.Tokens.Access is { Length: > 0 } access ? access : null);

    public static Task<HttpResponseMessage> DisownAsync(this AuthClient client, string code) =>
        client.PostAsync("/auth/email/disown", new JsonObject { ["token"] = code });

    /// <summary>Asks for the code that verifies the address once more.</summary>
    public static Task<HttpResponseMessage> AskToVerifyAsync(this AuthClient client) =>
        client.PostAsync("/auth/email/verification", accessToken: client.Tokens.Access);

    public static Task<HttpResponseMessage> ChangeEmailAsync(this AuthClient client, string email, string password = AuthClient.Password) =>
        client.PostAsync("/auth/email/change", new JsonObject { ["newEmail"] = email, ["password"] = password }, client.Tokens.Access);

    public static Task<HttpResponseMessage> ForgetPasswordAsync(this AuthClient client, string? email = null) =>
        client.PostAsync("/auth/password/forgot", new JsonObject { ["email"] = email ?? client.Email });

    public static Task<HttpResponseMessage> ResetPasswordAsync(this AuthClient client, string code, string password = NewPassword) =>
        client.PostAsync("/auth/password/reset", new JsonObject { ["token"] = code, ["newPassword"] = password });

    public static Task<HttpResponseMessage> ChangePasswordAsync(this AuthClient client) =>
        client.PostAsync(
            "/auth/password/change", new JsonObject { ["currentPassword"] = AuthClient.Password, ["newPassword"] = NewPassword }, client.Tokens.Access);

    public static Task<HttpResponseMessage> DeleteAccountAsync(this AuthClient client, string? password = AuthClient.Password) =>
        client.SendAsync(HttpMethod.Delete, "/auth/me", JsonContent.Create(new JsonObject { ["password"] = password }), client.Tokens.Access);

    public static async Task<JsonNode> MeAsync(this AuthClient client) => await Answer.ExpectAsync(200, await client.GetAsync("/auth/me"));

    /// <summary>What has happened to the account, the newest first.</summary>
    public static async Task<JsonArray> ListEventsAsync(this AuthClient client) =>
        (await Answer.ExpectAsync(200, await client.GetAsync("/auth/events")))["events"]!.AsArray();

    private static JsonObject Credentials(string email, string password) => new() { ["email"] = email, ["password"] = password };
}
