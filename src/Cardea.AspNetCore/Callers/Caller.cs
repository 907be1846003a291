using System.Net;
using Cardea.Accounts;
using Cardea.AspNetCore.Challenges;
using Cardea.Callers;
using Cardea.Clients;
using Cardea.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Cardea.AspNetCore.Callers;

/// <summary>Who asks, and from where. An endpoint binds it once; services take it instead of the request.</summary>
internal sealed class Caller
{
    private readonly string? _name;
    private readonly UserAgent _userAgent;
    private readonly StringValues _acceptLanguage;

    // What follows from the headers is read when it is needed: a refresh needs none of it.
    private Caller(ActingSession? acting, string? name, IPAddress? address, UserAgent userAgent, StringValues acceptLanguage, IReadOnlyList<string> deviceTokens) =>
        (Acting, _name, Address, _userAgent, _acceptLanguage, DeviceTokens) = (acting, name, address, userAgent, acceptLanguage, deviceTokens);

    private Caller(Caller other)
        : this(other.Acting, other._name, other.Address, other._userAgent, other._acceptLanguage, other.DeviceTokens) =>
        (TrustTokens, Transport, Challenge, PathBase) = (other.TrustTokens, other.Transport, other.Challenge, other.PathBase);

    /// <summary>The session whose access token came with the request; null without one.</summary>
    public ActingSession? Acting { get; }

    /// <summary>The address; null for a program.</summary>
    public IPAddress? Address { get; }

    /// <summary>The device tokens that came with the request, by cookie or body. They are not checked yet.</summary>
    public IReadOnlyList<string> DeviceTokens { get; private init; }

    /// <summary>The trust tokens that came with the request, by cookie or body. They are not checked yet.</summary>
    public IReadOnlyList<string> TrustTokens { get; private init; } = [];

    /// <summary>How the tokens travel: those of the session that this request begins, else those of the acting session.</summary>
    public TokenTransport Transport { get; private init; }

    /// <summary>The answer to a challenge that came with the request; null for a request that takes none.</summary>
    public PossibleAnswer? Challenge { get; private init; }

    /// <summary>The path base of the request (<c>UsePathBase</c>), which links in mails begin with.</summary>
    public PathString PathBase { get; private init; }

    /// <summary>The network whose callers share a turn in queues: an IPv4 address or an IPv6 /48; empty for a program.</summary>
    public string Network => ClientNetwork.Of(Address, bitsOfV4: 32, bitsOfV6: 48) ?? "";

    /// <summary>The program and the address, without a name.</summary>
    public ClientDevice Device => new(Name: null, _userAgent.Name, (Address is { IsIPv4MappedToIPv6: true } ? Address.MapToIPv4() : Address)?.ToString());

    /// <summary>Finds the language that mails to the caller are in (RFC 9110, section 12.5.4).</summary>
    /// <param name="known">The languages that mails can be in, by tag.</param>
    /// <returns>The language; null if the caller wants none of them.</returns>
    public string? LanguageAmong(IReadOnlyDictionary<string, string> known) => RequestLanguage.Of(_acceptLanguage, known);

    /// <summary>The administrator whose session the request came through; null for a program, which needs no session.</summary>
    public Actor? Administrator => Acting is { } acting ? new(acting.User, acting.Id, Role.Administrator) : null;

    /// <summary>The name of an operator in the audit.</summary>
    public string Operator => _name ?? $"user {Acting?.User}";

    /// <summary>The caller as the owner of an account sees an operator: without device and language.</summary>
    public Caller Hidden => new(Acting, _name, address: null, userAgent: default, acceptLanguage: default, deviceTokens: []);

    /// <summary>A program, or an operator at the command line: nobody who sends a request.</summary>
    /// <param name="name">The name in the audit.</param>
    public static Caller Program(string name) => new(acting: null, name, address: null, userAgent: default, acceptLanguage: default, deviceTokens: []);

    /// <summary>The caller of a request. Minimal APIs bind a parameter by this.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var acting = context.User.Identity is { IsAuthenticated: true } ? ActingSession.Of(context.User) : null;
        var deviceTokens = headers.Cookie.Count > 0 ? context.RequestServices.GetRequiredService<DeviceCookie>().Read(context.Request) : [];
        var trustTokens = headers.Cookie.Count > 0 ? context.RequestServices.GetRequiredService<TrustCookie>().Read(context.Request) : [];

        // A query that has no meaning was refused before.
        var transport = context.Features.Get<CookieCredential>()?.Transport ?? TokenTransport.Body;
        if (SignsIn.Includes(context))
        {
            AskedCookies.Read(context.Request.Query, out transport);
        }

        return new(new Caller(acting, name: null, context.Connection.RemoteIpAddress, UserAgent.Of(headers), headers.AcceptLanguage, deviceTokens)
        {
            TrustTokens = trustTokens,
            Transport = transport,
            PathBase = context.Request.PathBase,
        });
    }

    /// <summary>The caller with the device token that came in the body.</summary>
    public Caller WithDevice(string? deviceToken) => deviceToken is null ? this : new(this) { DeviceTokens = [deviceToken, .. DeviceTokens] };

    /// <summary>The caller with the trust token that came in the body.</summary>
    public Caller WithTrust(string? trustToken) => trustToken is null ? this : new(this) { TrustTokens = [trustToken, .. TrustTokens] };

    /// <summary>The caller in a session whose tokens travel so.</summary>
    public Caller WithTransport(TokenTransport transport) => new(this) { Transport = transport };

    /// <summary>The caller with the answer to a challenge that came in the body.</summary>
    /// <param name="text">The answer; null or blank if the client sent none.</param>
    /// <param name="purpose">What the request is for.</param>
    public Caller WithChallenge(string? text, ChallengePurpose purpose) =>
        new(this) { Challenge = new(string.IsNullOrWhiteSpace(text) ? null : new() { Text = text, Address = Address, Purpose = purpose }) };
}
