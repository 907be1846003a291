using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>The page with the API reference, and the setting that removes it.</summary>
public sealed class ApiReferenceTests : StoreTests<SqliteStore>
{
    private static readonly Uri Page = new("/docs", UriKind.Relative);

    [Theory]
    [InlineData(null, true)]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task The_setting_decides_and_the_log_names_the_page_where_it_is(string? setting, bool isThere)
    {
        await using var server = await Store.StartAsync(setting is null ? [] : [("Cardea__ApiReference", setting)]);
        using var client = server.NewClient();
        using var page = await client.Http.GetAsync(Page, TestContext.Current.CancellationToken);

        Assert.Equal(isThere ? 200 : 404, (int)page.StatusCode);
        Assert.Equal(isThere, server.Log.Contains("The API reference is at /docs", StringComparison.Ordinal));
        if (isThere)
        {
            Assert.Contains("connect-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        // The description stays: it says no more than the documentation.
        await Answer.ExpectAsync(200, await client.GetAsync("/openapi/v1.json"));
    }
}
