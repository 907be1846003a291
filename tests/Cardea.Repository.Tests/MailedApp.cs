using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Cardea.AspNetCore.Mail;
using Cardea.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>An app in this process that embeds Cardea, with what it needs besides, and keeps the mails that Cardea sends.</summary>
internal sealed class MailedApp : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("cardea-");
    private readonly KeptMail _mail = new();
    private readonly WebApplication _app;

    private MailedApp(Func<IServiceCollection, CardeaBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IMailTransport>(_mail);
        configure(builder.Services).AddPages().AddSqlite(ConnectionString);
        _app = builder.Build();
        _app.MapCardea();
        _app.MapCardeaProviders();
        _app.MapCardeaPages();
    }

    /// <summary>The database of Cardea, where the app may have tables too.</summary>
    public string ConnectionString => $"Data Source={Path.Combine(_directory.FullName, "cardea.db")}";

    /// <summary>The services of the app.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>A client without cookies, which follows no redirect.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public static async Task<MailedApp> StartAsync(Func<IServiceCollection, CardeaBuilder> configure)
    {
        var app = new MailedApp(configure);
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        app.Http.BaseAddress = new(app._app.Urls.Single());
        return app;
    }

    /// <summary>Sends a request, and returns the body of the answer, which must have the status and the code.</summary>
    public async Task<JsonNode?> ExpectAsync(int status, string? code, string path, JsonObject? body = null, string? accessToken = null, HttpMethod? method = null)
    {
        var (actual, text) = await SendAsync(path, body, accessToken, method);
        Assert.True(status == actual, $"{path} answered {actual}: {text}");
        var answer = text.Length == 0 ? null : JsonNode.Parse(text);
        Assert.Equal(code, (string?)answer?["code"]);
        return answer;
    }

    /// <summary>Sends a request. Each comes from a device without cookies.</summary>
    public async Task<(int Status, string Body)> SendAsync(string path, JsonObject? body, string? accessToken = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        request.Headers.Authorization = accessToken is null ? null : new("Bearer", accessToken);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Waits for the next mail to an address, and returns its text.</summary>
    public Task<string> NextMailAsync(string address) => _mail.NextAsync(address);

    /// <summary>Runs a command in the database, and returns the value that it selects.</summary>
    public async Task<object?> AskAsync(Action<SqliteCommand> prepare)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        prepare(command);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    private sealed class KeptMail : IMailTransport
    {
        private readonly ConcurrentDictionary<string, Channel<string>> _texts = new(StringComparer.OrdinalIgnoreCase);

        public async Task SendAsync(MailMessage message, CancellationToken cancellationToken) =>
            await Of(message.To!).Writer.WriteAsync(message.Text, cancellationToken);

        public Task<string> NextAsync(string address) => Of(address).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

        private Channel<string> Of(string address) => _texts.GetOrAdd(address, static _ => Channel.CreateUnbounded<string>());
    }
}
