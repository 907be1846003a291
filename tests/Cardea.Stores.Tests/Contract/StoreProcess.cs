using System.Globalization;
using Cardea.Audit;
using Cardea.Rotation;
using Cardea.Sessions;
using Cardea.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Stores.Tests.Contract;

/// <summary>
/// What another process of a test does: it opens a store, says how many migrations it applied, and then does what it
/// reads, a line each. Key and time are those of the test.
/// </summary>
public static class StoreProcess
{
    public const string Verb = "store-process";
    public const string Rotate = "rotate";
    public const string Churn = "churn";

    /// <summary>A session that will go on.</summary>
    public const string Kept = "kept";

    /// <summary>A session that is about to be ended.</summary>
    public const string Ending = "ending";

    /// <summary>A session that was ended.</summary>
    public const string Ended = "ended";

    /// <summary>The store could not do what was next.</summary>
    public const string Unavailable = "unavailable";

    public static readonly DateTimeOffset Start = new(2020, 1, 1, 12, 0, 0, TimeSpan.Zero);
    internal static readonly RefreshTokenKey Key = new(id: 7, new byte[RefreshTokenKey.MaterialSize]);

    public static async Task RunAsync(string connectionString)
    {
        await using var node = new Node(connectionString, new CardeaOptions(), new FakeTimeProvider(Start));
        var migrations = await node.Schema.MigrateAsync(CancellationToken.None);
        Console.WriteLine(migrations.Count);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case [Rotate, var racers, var token]:
                    Console.WriteLine(await RotateAsync(node, int.Parse(racers, CultureInfo.InvariantCulture), Read(token)));
                    break;
                case [Churn]:
                    await Assert.ThrowsAsync<StoreUnavailableException>(() => Race.RunAsync(4, _ => ChurnAsync(node)));
                    Console.WriteLine(Unavailable);
                    break;
            }
        }
    }

    private static RefreshToken Read(string token) =>
        RefreshTokenKey.Read(token, static _ => Key) ?? throw new ArgumentException("That is no token.", nameof(token));

    private static async Task<string> RotateAsync(Node node, int racers, RefreshToken token)
    {
        var outcomes = await Race.RunAsync(racers, _ => node.Rotations.RotateAsync(token, CancellationToken.None));
        return string.Join(' ', outcomes.Select(outcome => outcome is RotationOutcome.Continued continued
            ? $"{outcome.GetType().Name}:{continued.Grant.Successor!.Reveal()}"
            : outcome.GetType().Name));
    }

    // Says what has been answered, until it is killed or the store fails: no line may turn out to be untrue afterwards.
    private static async Task<bool> ChurnAsync(Node node)
    {
        for (var round = 0; ; round++)
        {
            var (kept, token) = (round % 2 == 0, Key.Begin(SessionId.Create(Start + TimeSpan.FromDays(1))));
            var owner = new UserId($"owner of {token.SessionId}");
            await node.Sessions.CreateAsync(
                NewSession.Of(token, new(owner, Start, ["pwd"], Roles: null), new(null, null, null), securityStamp: null, sessionEpoch: 0, SecurityEventKind.SignedIn, Start),
                CancellationToken.None);
            for (var rotation = 0; rotation < 3; rotation++)
            {
                Console.WriteLine($"{(kept ? Kept : Ending)} {token.Reveal()}");
                token = ((RotationOutcome.Continued)await node.Rotations.RotateAsync(token, CancellationToken.None)).Grant.Successor!;
            }

            if (!kept)
            {
                await node.Sessions.EndAsync(token.SessionId, owner, EndReason.LoggedOut, CancellationToken.None);
                Console.WriteLine($"{Ended} {token.Reveal()}");
            }
        }
    }
}
