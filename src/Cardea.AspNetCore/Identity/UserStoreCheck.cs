using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cardea.AspNetCore.Identity;

/// <summary>Refuses the start with a user store that can't sign anybody in. Otherwise the first sign-in would be answered 500.</summary>
internal sealed class UserStoreCheck<TUser>(IServiceScopeFactory scopes) : IHostedLifecycleService
    where TUser : class
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var store = scope.ServiceProvider.GetRequiredService<IUserStore<TUser>>();
            string?[] missing =
            [
                store is IUserPasswordStore<TUser> ? null : nameof(IUserPasswordStore<>),
                store is IUserEmailStore<TUser> ? null : nameof(IUserEmailStore<>),
            ];
            if (missing.OfType<string>().FirstOrDefault() is { } name)
            {
                throw new SetupException($"The user store {store.GetType().Name} can't be used: it must implement {name}<{typeof(TUser).Name}>.");
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
