namespace Cardea.Tests.Rotation.Model;

/// <summary>The rules of rotation log no honest client out and let no thief stay, in every state that can be reached.</summary>
public sealed class RotationModelTests(ITestOutputHelper output)
{
    public static IEnumerable<TheoryDataRow<string>> Final => RotationScenarios.Final.Names;

    public static IEnumerable<TheoryDataRow<string>> Faults => RotationScenarios.Faults.Names;

    public static IEnumerable<TheoryDataRow<string>> Corners => RotationScenarios.Corners.Names;

    public static IEnumerable<TheoryDataRow<string>> Thefts => RotationScenarios.Thefts.Names;

    [Theory]
    [MemberData(nameof(Final))]
    public void The_rules_hold(string scenario) => RotationScenarios.Final[scenario].Check(output);

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_that_is_put_back_is_found(string scenario) => RotationScenarios.Faults[scenario].Check(output);

    [Theory]
    [MemberData(nameof(Corners))]
    public void A_corner_that_the_threat_model_lists_is_found(string scenario) => RotationScenarios.Corners[scenario].Check(output);

    [Theory]
    [MemberData(nameof(Thefts))]
    public void Thief_and_owner_both_go_on_only_where_the_threat_model_says_so(string scenario) =>
        RotationScenarios.Thefts[scenario].Check(output);
}
