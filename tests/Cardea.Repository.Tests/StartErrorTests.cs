using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cardea.Repository.Tests;

/// <summary>A wrong use of the library ends the start with one line that names the fix.</summary>
public sealed class StartErrorTests
{
    private const string Database = "Data Source=data/never-made.db";

    [Fact]
    public async Task Without_a_store() =>
        await ExpectAsync("Cardea has no store", static services => services.AddCardea(), static app => app.MapCardea());

    [Fact]
    public async Task With_two_stores() =>
        await ExpectAsync("both AddSqlite and AddPostgreSql", static services => services.AddCardea().AddSqlite(Database).AddPostgreSql("Host=localhost"));

    [Fact]
    public async Task With_Cardea_twice() =>
        await ExpectAsync("AddCardea is called twice", static services =>
        {
            services.AddCardea();
            services.AddCardea();
        });

    [Fact]
    public async Task Mapped_but_not_added() =>
        await ExpectAsync("MapCardea needs AddCardea", static _ => { }, static app => app.MapCardea());

    [Fact]
    public async Task Pages_mapped_but_not_added() =>
        await ExpectAsync("MapCardeaPages needs AddPages", static services => services.AddCardea().AddSqlite(Database), static app => app.MapCardeaPages());

    [Fact]
    public async Task A_group_that_needs_users_of_Cardeas_own() =>
        await ExpectAsync(
            "MapCardeaAccount needs users of Cardea's own",
            static services => services.AddSingleton<IUserStore<AppUser>, AppUserStore>().AddCardea<AppUser>().AddSqlite(Database),
            static app => app.MapCardeaAccount());

    [Fact]
    public async Task Without_a_user_store() =>
        await ExpectAsync("There is no user store: register an IUserStore<AppUser>", static services => services.AddCardea<AppUser>().AddSqlite(Database));

    [Fact]
    public async Task With_a_user_store_that_has_no_passwords() =>
        await ExpectAsync(
            "The user store NamesOnly can't be used: it must implement IUserPasswordStore<AppUser>",
            static services => services.AddSingleton<IUserStore<AppUser>, NamesOnly>().AddCardea<AppUser>().AddSqlite($"Data Source={Path.GetTempFileName()}.db"));

    private static async Task ExpectAsync(string message, Action<IServiceCollection> configure, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Cardea:Issuer"] = "https://id.example.org";

        var exception = await Assert.ThrowsAsync<SetupException>(async () =>
        {
            configure(builder.Services);
            await using var app = builder.Build();
            map?.Invoke(app);
            await app.StartAsync(TestContext.Current.CancellationToken);
        });

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private sealed class NamesOnly : IUserStore<AppUser>
    {
        public void Dispose()
        {
        }

        public Task<IdentityResult> CreateAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AppUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<AppUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> GetNormalizedUserNameAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string> GetUserIdAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> GetUserNameAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetNormalizedUserNameAsync(AppUser user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetUserNameAsync(AppUser user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(AppUser user, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
