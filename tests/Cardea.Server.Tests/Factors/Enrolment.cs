using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Factors;

/// <summary>A sign-in whose user must add a second factor first.</summary>
internal sealed class Enrolment(AuthClient client, JsonNode answer)
{
    public string Token { get; } = (string)answer["enrolToken"]!;

    public string[] Methods { get; } = [.. answer["methods"]!.AsArray().Select(static method => (string)method!)];

    public bool MailCodeRequired { get; } = (bool)answer["mailCodeRequired"]!;

    /// <summary>What asks for a factor.</summary>
    public static async Task<Enrolment> OfAsync(AuthClient client, Task<HttpResponseMessage> asked)
    {
        var answer = await Answer.ExpectProblemAsync(403, "enrolment_required", await asked);
        Assert.Null(answer["accessToken"]);
        Assert.Null(answer["refreshToken"]);
        Assert.Null(answer["deviceToken"]);
        return new(client, answer);
    }

    /// <summary>Takes the first step.</summary>
    public Task<HttpResponseMessage> TryBeginAsync(string? mailCode = null) =>
        client.PostAsync("/auth/totp", new JsonObject { ["enrolToken"] = Token, ["mailCode"] = mailCode });

    public async Task<AuthenticatorApp> BeginAsync(string? mailCode = null) =>
        new((string)(await Answer.ExpectAsync(200, await TryBeginAsync(mailCode)))["secret"]!);

    /// <summary>Takes the last step.</summary>
    public Task<HttpResponseMessage> TryConfirmAsync(string code, bool endOthers = false) =>
        client.PostAsync("/auth/totp/confirm", new JsonObject { ["enrolToken"] = Token, ["code"] = code, ["endOthers"] = endOthers });

    public Task<HttpResponseMessage> AskForMailAsync() => client.PostAsync("/auth/enrolment/code", new JsonObject { ["enrolToken"] = Token });
}
