using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace Cardea.Benchmarks;

/// <summary>What it costs to be let in: each handler against the same endpoint open to anybody, in one run.</summary>
public class ProtectedRequestBenchmarks
{
    private readonly Dictionary<string, AppInProcess> _apps = [];
    private OpenIddictEntries? _entries;

    [GlobalSetup]
    public async Task StartAsync()
    {
        var token = Credentials.Token(Credentials.Es256.Credentials);
        _apps[nameof(App_without_authentication)] = new(token, authenticate: null);
        _apps[nameof(Handler_that_lets_all_in)] = new(token, static authentication => authentication.AddScheme<AuthenticationSchemeOptions, OpenDoor>("Open", configureOptions: null));
        _apps[nameof(Cardea)] = new(token, static authentication => AddCardea(authentication, ended: 0));
        _apps[nameof(Cardea_with_a_million_ended)] = new(token, static authentication => AddCardea(authentication, ended: 1_000_000));
        _apps[nameof(JwtBearer_ES256)] = new(token, static authentication => AddJwtBearer(authentication, Credentials.Es256.PublicKey));
        _apps[nameof(JwtBearer_ES256_with_revocation)] = new(token, static authentication => AddRevocation(AddJwtBearer(authentication, Credentials.Es256.PublicKey)));
        _apps[nameof(JwtBearer_RS256)] = new(Credentials.Token(new(Credentials.Rs256, SecurityAlgorithms.RsaSha256)), static authentication => AddJwtBearer(authentication, Credentials.Rs256));
        _apps[nameof(JwtBearer_HS256)] = new(Credentials.Token(new(Credentials.Hs256, SecurityAlgorithms.HmacSha256)), static authentication => AddJwtBearer(authentication, Credentials.Hs256));
        _apps[nameof(OpenIddict_ES256)] = new(token, AddOpenIddict);
        _entries = await OpenIddictEntries.CreateAsync();
        _apps[nameof(OpenIddict_ES256_with_entries)] = new(_entries.Token, authentication =>
        {
            AddOpenIddict(authentication);
            _entries.AddTo(authentication);
        });
        foreach (var app in _apps.Values)
        {
            await app.StartAsync();
        }
    }

    [GlobalCleanup]
    public async Task EndAsync()
    {
        await Task.WhenAll(_apps.Values.Select(static app => app.EndAsync()));
        await _entries!.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public Task<int> Open_endpoint_of_the_same_app() => _apps[nameof(Cardea)].SendOpenAsync();

    [Benchmark]
    public Task<int> App_without_authentication() => _apps[nameof(App_without_authentication)].SendAsync();

    [Benchmark]
    public Task<int> Handler_that_lets_all_in() => _apps[nameof(Handler_that_lets_all_in)].SendAsync();

    [Benchmark]
    public Task<int> Cardea() => _apps[nameof(Cardea)].SendAsync();

    [Benchmark]
    public Task<int> Cardea_with_a_million_ended() => _apps[nameof(Cardea_with_a_million_ended)].SendAsync();

    [Benchmark]
    public Task<int> JwtBearer_ES256() => _apps[nameof(JwtBearer_ES256)].SendAsync();

    [Benchmark]
    public Task<int> JwtBearer_ES256_with_revocation() => _apps[nameof(JwtBearer_ES256_with_revocation)].SendAsync();

    [Benchmark]
    public Task<int> JwtBearer_RS256() => _apps[nameof(JwtBearer_RS256)].SendAsync();

    [Benchmark]
    public Task<int> JwtBearer_HS256() => _apps[nameof(JwtBearer_HS256)].SendAsync();

    [Benchmark]
    public Task<int> OpenIddict_ES256() => _apps[nameof(OpenIddict_ES256)].SendAsync();

    [Benchmark]
    public Task<int> OpenIddict_ES256_with_entries() => _apps[nameof(OpenIddict_ES256_with_entries)].SendAsync();

    private static void AddCardea(AuthenticationBuilder authentication, int ended) => authentication.AddCardea(options =>
    {
        options.Authority = Credentials.Issuer;
        options.Audience = Credentials.Audience;
        options.Api = "orders";
        options.Secret = "secret";
        options.Backchannel = new CannedIssuer(ended);
    });

    private static AuthenticationBuilder AddJwtBearer(AuthenticationBuilder authentication, SecurityKey key) => authentication.AddJwtBearer(options =>
        options.TokenValidationParameters = new() { ValidIssuer = Credentials.Issuer, ValidAudience = Credentials.Audience, IssuerSigningKey = key });

    private static void AddRevocation(AuthenticationBuilder authentication) => authentication.WithCardeaRevocation(static options =>
    {
        options.Authority = Credentials.Issuer;
        options.Api = "orders";
        options.Secret = "secret";
        options.Backchannel = new CannedIssuer(ended: 0);
    });

    private static void AddOpenIddict(AuthenticationBuilder authentication)
    {
        authentication.Services.AddOpenIddict().AddValidation(static options =>
        {
            options.SetIssuer(new Uri(Credentials.Issuer));
            options.AddAudiences(Credentials.Audience);
            var configuration = new OpenIddictConfiguration { Issuer = new(Credentials.Issuer) };
            configuration.SigningKeys.Add(Credentials.Es256.PublicKey);
            options.SetConfiguration(configuration);
            options.UseAspNetCore();
        });
        authentication.Services.Configure<AuthenticationOptions>(static options => options.DefaultScheme = "OpenIddict.Validation.AspNetCore");
    }
}
