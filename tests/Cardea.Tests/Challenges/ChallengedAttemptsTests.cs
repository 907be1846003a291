using System.Net;
using Cardea.AspNetCore.Challenges;
using Cardea.Attempts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cardea.Tests.Challenges;

/// <summary>When a challenge is asked, how often, and what comes of a challenge that fails.</summary>
public sealed class ChallengedAttemptsTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(15);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly List<ChallengeAnswer> _asked = [];
    private readonly List<bool> _reserved = [];
    private Func<CancellationToken, Task<bool>> _solve = static _ => Task.FromResult(true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static PossibleAnswer Answered => new(new() { Text = "an answer", Address = IPAddress.Loopback, Purpose = ChallengePurpose.SignIn });

    private AttemptReservation.Refused UsedUp => new(_clock.GetUtcNow() + Wait);

    [Fact]
    public async Task A_free_allowance_asks_no_challenge()
    {
        var (reserved, _) = await Attempts().ReserveAsync(Answered, Free, Stop);

        Assert.NotNull(reserved);
        Assert.Empty(_asked);
        Assert.Equal([false], _reserved);
    }

    [Fact]
    public async Task A_solved_challenge_reserves_again_with_the_limits_lifted()
    {
        var (reserved, _) = await Attempts().ReserveAsync(Answered, FreeOnlyIfLifted, Stop);

        Assert.NotNull(reserved);
        var answer = Assert.Single(_asked);
        Assert.Equal(("an answer", IPAddress.Loopback, ChallengePurpose.SignIn), (answer.Text, answer.Address, answer.Purpose));
        Assert.Equal([false, true], _reserved);
    }

    [Fact]
    public async Task The_limit_of_guesses_in_a_row_asks_no_challenge() =>
        await ExpectRefusalAsync(Attempts(), Answered, isDue: false, asked: 0, UsedUp with { IsAllowanceUsedUp = true });

    [Fact]
    public async Task The_limit_of_guesses_in_a_row_holds_after_a_solved_challenge()
    {
        var (reserved, pause) = await Attempts().ReserveAsync(
            Answered, isLifted => Task.FromResult<AttemptReservation>(UsedUp with { IsAllowanceUsedUp = isLifted }), Stop);

        Assert.Null(reserved);
        Assert.Equal(new(Wait, IsChallengeDue: false), pause);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task Without_an_answer_a_challenge_is_due_and_none_is_asked() =>
        await ExpectRefusalAsync(Attempts(), new(answer: null), isDue: true, asked: 0);

    [Fact]
    public async Task A_request_that_takes_no_answer_is_refused_as_ever() =>
        await ExpectRefusalAsync(Attempts(), possible: null, isDue: false, asked: 0);

    [Fact]
    public async Task Without_a_registered_challenge_a_request_is_refused_as_ever() =>
        await ExpectRefusalAsync(Attempts(isRegistered: false), Answered, isDue: false, asked: 0);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_asks_once(bool isSolved)
    {
        _solve = _ => Task.FromResult(isSolved);
        var attempts = Attempts();
        var answer = Answered;

        var (first, _) = await attempts.ReserveAsync(answer, FreeOnlyIfLifted, Stop);
        var (second, _) = await attempts.ReserveAsync(answer, FreeOnlyIfLifted, Stop);

        Assert.Equal((isSolved, isSolved), (first is not null, second is not null));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_challenge_that_throws_is_not_solved()
    {
        _solve = static _ => throw new InvalidOperationException("The service is away.");

        await ExpectRefusalAsync(Attempts(), Answered, isDue: true, asked: 1);
    }

    [Fact]
    public async Task A_challenge_that_takes_too_long_is_not_solved_even_if_it_ignores_its_token()
    {
        var never = new TaskCompletionSource<bool>();
        _solve = _ => never.Task;

        var refusal = ExpectRefusalAsync(Attempts(), Answered, isDue: true, asked: 1, UsedUp with { Until = _clock.GetUtcNow() + Wait + TimeSpan.FromSeconds(5) });
        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.False(refusal.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await refusal;
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_wait()
    {
        using var gone = new CancellationTokenSource();
        var never = new TaskCompletionSource<bool>();
        _solve = _ => never.Task;

        var reservation = Attempts().ReserveAsync(Answered, FreeOnlyIfLifted, gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reservation);
    }

    [Fact]
    public void Printing_shows_no_answer() =>
        Assert.DoesNotContain("secret", $"{new ChallengeAnswer { Text = "secret", Purpose = ChallengePurpose.SignIn }}", StringComparison.Ordinal);

    private async Task ExpectRefusalAsync(
        ChallengedAttempts attempts, PossibleAnswer? possible, bool isDue, int asked, AttemptReservation.Refused? refused = null)
    {
        refused ??= UsedUp;
        var (reserved, pause) = await attempts.ReserveAsync(possible, _ => Task.FromResult<AttemptReservation>(refused), Stop);

        Assert.Null(reserved);
        Assert.Equal(new(Wait, isDue), pause);
        Assert.Equal(asked, _asked.Count);
    }

    private Task<AttemptReservation> Free(bool isLifted)
    {
        _reserved.Add(isLifted);
        return Task.FromResult<AttemptReservation>(new AttemptReservation.Reserved([]));
    }

    private Task<AttemptReservation> FreeOnlyIfLifted(bool isLifted)
    {
        _reserved.Add(isLifted);
        return Task.FromResult<AttemptReservation>(isLifted ? new AttemptReservation.Reserved([]) : UsedUp);
    }

    // Scoped, because an app may register a challenge of any lifetime.
    private ChallengedAttempts Attempts(bool isRegistered = true)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton<ILogger<ChallengedAttempts>>(NullLogger<ChallengedAttempts>.Instance)
            .AddSingleton<ChallengedAttempts>();
        if (isRegistered)
        {
            services.AddScoped<IChallenge>(_ => new Challenge(this));
        }

        return services.BuildServiceProvider(validateScopes: true).GetRequiredService<ChallengedAttempts>();
    }

    private sealed class Challenge(ChallengedAttemptsTests tests) : IChallenge
    {
        public Task<bool> IsSolvedAsync(ChallengeAnswer answer, CancellationToken cancellationToken)
        {
            tests._asked.Add(answer);
            return tests._solve(cancellationToken);
        }
    }
}
