using CsCheck;

namespace Cardea.Stores.Tests.Contract;

/// <summary>
/// Any sequence of what can happen to a session: a lossy network, a thief, a database that falls back, and time. The
/// environment variable <c>CsCheck_Iter</c> asks for more of them, <c>CsCheck_Seed</c> for one again.
/// </summary>
public abstract class ModelTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly Gen<StoryStep> Steps = Gen.Frequency(
        (6, Gen.Const(StoryStep.OwnerRefreshes)),
        (4, Gen.Const(StoryStep.OwnerLosesTheAnswer)),
        (2, Gen.Const(StoryStep.OwnerProvesWithTheToken)),
        (2, Gen.Const(StoryStep.OwnerProvesAndLosesTheAnswer)),
        (2, Gen.Const(StoryStep.OwnerProvesWithoutTheToken)),
        (3, Gen.Const(StoryStep.OwnerCallsAnApi)),
        (2, Gen.Const(StoryStep.ThiefCopiesTheToken)),
        (3, Gen.Const(StoryStep.ThiefRefreshes)),
        (1, Gen.Const(StoryStep.ThiefCallsAnApi)),
        (2, Gen.Const(StoryStep.AccessTokensAreRecalled)),
        (3, Gen.Const(StoryStep.SecondsPass)),
        (3, Gen.Const(StoryStep.MinutesPass)),
        (1, Gen.Const(StoryStep.DaysPass)),
        (1, Gen.Const(StoryStep.DatabaseIsCopied)),
        (1, Gen.Const(StoryStep.DatabaseFallsBack)),
        (1, Gen.Const(StoryStep.NodeWritesBack)),
        (1, Gen.Const(StoryStep.OwnerLogsOut)));

    /// <summary>How many of them a run tells unless it is asked for more.</summary>
    protected virtual int Stories => 3000;

    [Fact]
    public Task Honest_clients_stay_signed_in_and_thieves_do_not() => CheckAsync();

    [Fact]
    public async Task Honest_clients_stay_signed_in_without_a_grace()
    {
        await RestartAsync(options => options.RefreshGrace = TimeSpan.Zero);
        await CheckAsync();
    }

    private async Task CheckAsync()
    {
        // A session outlives the weeks of its story: what ends it is in the story.
        await RestartAsync(options => options.SessionLifetime = TimeSpan.FromDays(365));
        var other = await OpenAsync();
        var stories = 0;
        await Steps.Array[1, 25].SampleAsync(
            async steps =>
            {
                if (stories++ % 100 == 0)
                {
                    Clock.Advance(Options.SessionLifetime);
                    await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop);
                }

                var session = NewSession(new($"owner-{stories}"));
                await Node.Sessions.CreateAsync(session, Stop);
                if (steps.Contains(StoryStep.DatabaseFallsBack))
                {
                    await Database.SaveAsync();
                }

                var story = new SessionStory(steps.Length % 2 == 0 ? Node : other, Database, Options, Clock, session);
                foreach (var step in steps)
                {
                    await story.TakeAsync(step);
                }

                await story.EndAsync();
            },
            iter: Math.Max(Stories, Check.Iter),
            threads: 1,
            print: static steps => string.Join(", ", steps));
    }
}
