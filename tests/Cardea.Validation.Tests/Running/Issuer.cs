using System.Security.Cryptography;
using Cardea.Keys;
using Cardea.Revocation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Cardea.Validation.Tests.Running;

/// <summary>The core's own keys and tokens, at a time that stands still.</summary>
public sealed class Issuer
{
    /// <summary>1893456000 in Unix seconds.</summary>
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SessionSubject Alice = new(new("alice"), Start, ["pwd", "otp"], ["reader", "writer"]);

    private readonly KeysInMemory _stored = new();

    private Issuer()
    {
        Keys = new(_stored, MasterKey.Parse(MasterKey.Generate()), Options, Clock);
        Revocations = new(Clock);
        Tokens = new(Keys, Options);
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public CardeaOptions Options { get; } = new() { Issuer = "https://id.example.org", Audience = "https://api.example.org" };

    internal KeyRing Keys { get; }

    internal RevocationIndex Revocations { get; }

    /// <summary>The key that signs now.</summary>
    internal SigningKey SigningKey => Fresh().CurrentSigning().Key;

    private TokenIssuer Tokens { get; }

    public static async Task<Issuer> StartAsync()
    {
        var issuer = new Issuer();
        await issuer.Keys.ReloadAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    /// <summary>Signs somebody in.</summary>
    internal RefreshToken BeginSession() => Fresh().CurrentRefresh().Begin(SessionId.Create(Clock.GetUtcNow() + Options.SessionLifetime));

    /// <summary>The access token that goes with a refresh token.</summary>
    internal string AccessToken(RefreshToken refreshToken, SessionSubject? subject = null, int recalls = 0) =>
        Issue(new(refreshToken.SessionId, refreshToken, subject ?? Alice, recalls, Clock.GetUtcNow()));

    /// <summary>An access token of a new session.</summary>
    public string AccessToken() => AccessToken(BeginSession());

    /// <summary>An access token that comes without a refresh token.</summary>
    public string AccessTokenAlone(SessionId session) => Issue(new(session, Successor: null, Alice, Recalls: 0, Clock.GetUtcNow()));

    public void End(SessionId session) => Recall(session, RevokedSession.None);

    public void Recall(SessionId session, int lowestRecalls) => Revocations.Add(new RevokedSession(session, lowestRecalls, Keys.RevocationLife));

    /// <summary>Gives up the key that signs now.</summary>
    public Task RetireAsync() => Keys.RetireAsync(SigningKey.Id, by: null, TestContext.Current.CancellationToken);

    /// <summary>The private key that signs now, for tokens that the core would never issue.</summary>
    internal ECDsa PrivateKey()
    {
        var key = (JsonWebKey)SigningKey.Credentials.Key;
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
            D = Base64UrlEncoder.DecodeBytes(key.D),
        });
    }

    private string Issue(SessionGrant grant)
    {
        Fresh();
        return Tokens.Issue(grant).Access.Reveal();
    }

    // Keys that were read long ago make no tokens.
    private KeyRing Fresh()
    {
        Keys.Use(_stored.Stored, KnownAt.Now(Clock));
        return Keys;
    }
}
