using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests;

public sealed class SettingsTests
{
    public static TheoryData<string, Action<CardeaBearerOptions>> Mistakes => new()
    {
        { "Audience", static options => options.Audience = "" },
        { "ClockSkew", static options => options.ClockSkew = TimeSpan.FromSeconds(-1) },
        { "ClockSkew", static options => options.ClockSkew = TimeSpan.FromMinutes(6) },
        { "CacheSize", static options => options.CacheSize = 1000 },
    };

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task A_mistake_is_found_at_start_and_named(string setting, Action<CardeaBearerOptions> mistake)
    {
        var exception = await Assert.ThrowsAsync<SetupException>(() => ProtectedApi.StartAsync(configure: mistake));

        Assert.StartsWith($"CardeaBearerOptions.{setting} must be", exception.Message, StringComparison.Ordinal);
    }
}
