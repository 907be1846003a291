namespace Cardea.Tests.Revocation.Model;

/// <summary>The feed loses no revocation, whatever order transactions commit in, and whatever the database loses.</summary>
public sealed class FeedModelTests(ITestOutputHelper output)
{
    public static IEnumerable<TheoryDataRow<string>> Final => FeedScenarios.Final.Names;

    public static IEnumerable<TheoryDataRow<string>> Faults => FeedScenarios.Faults.Names;

    [Theory]
    [MemberData(nameof(Final))]
    public void No_revocation_is_lost(string scenario) => FeedScenarios.Final[scenario].Check(output);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_that_is_put_back_is_found(string scenario) => FeedScenarios.Faults[scenario].Check(output);
}
