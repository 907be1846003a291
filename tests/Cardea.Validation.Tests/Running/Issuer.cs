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

    private Issuer()
    {
        Keys = new(new KeysInMemory(), MasterKey.Parse(MasterKey.Generate()), Options, Clock);
        Revocations = new(Clock);
        Tokens = new(Keys, Options, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public CardeaOptions Options { get; } = new() { Issuer = "https://id.example.org", Audience = "https://api.example.org" };

    public KeyRing Keys { get; }

    public RevocationIndex Revocations { get; }

    private TokenIssuer Tokens { get; }

    public static async Task<Issuer> StartAsync()
    {
        var issuer = new Issuer();
        await issuer.Keys.ReloadAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    /// <summary>Signs somebody in.</summary>
    public RefreshToken BeginSession() => Keys.CurrentRefresh().Begin(SessionId.Create(Clock.GetUtcNow() + Options.SessionLifetime));

    /// <summary>The access token that goes with a refresh token.</summary>
    public string AccessToken(RefreshToken refreshToken, SessionSubject? subject = null) =>
        Tokens.Issue(refreshToken, subject ?? Alice).Access.Reveal();

    /// <summary>An access token of a new session.</summary>
    public string AccessToken() => AccessToken(BeginSession());

    public void End(SessionId session) => Recall(session, RevokedSession.None);

    public void Recall(SessionId session, int lowestGeneration) =>
        Revocations.Add(new RevokedSession(session, lowestGeneration, Clock.GetUtcNow() + Options.RevocationLifetime));

    /// <summary>The private key that signs now, for tokens that the core would never issue.</summary>
    internal ECDsa PrivateKey()
    {
        var key = (JsonWebKey)Keys.CurrentSigning().Credentials.Key;
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
            D = Base64UrlEncoder.DecodeBytes(key.D),
        });
    }
}
