namespace Cardea.Tests.Revocation.Model;

/// <summary>An index entry outlives every token that it refuses, whatever the clocks do.</summary>
public sealed class EntryModelTests(ITestOutputHelper output)
{
    public static IEnumerable<TheoryDataRow<string>> Final => EntryScenarios.Final.Names;

    public static IEnumerable<TheoryDataRow<string>> Faults => EntryScenarios.Faults.Names;

    public static IEnumerable<TheoryDataRow<string>> Corners => EntryScenarios.Corners.Names;

    [Theory]
    [MemberData(nameof(Final))]
    public void A_revoked_token_is_refused_until_it_expires(string scenario) => EntryScenarios.Final[scenario].Check(output);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_that_is_put_back_is_found(string scenario) => EntryScenarios.Faults[scenario].Check(output);

    [Theory]
    [MemberData(nameof(Corners))]
    public void A_corner_that_the_threat_model_lists_is_found(string scenario) => EntryScenarios.Corners[scenario].Check(output);
}
