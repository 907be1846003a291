using CsCheck;

namespace Cardea.Tests.Rotation;

/// <summary>
/// The bar of cookie mode: no honest browser is signed out, whatever is late, lost or reordered, and whatever the database loses. A cookie
/// that is older than a proved one gives a thief nothing.
/// </summary>
public sealed class BrowserPropertyTests
{
    private static readonly BrowserStep[] Honest = [.. Enum.GetValues<BrowserStep>().Where(static step => step < BrowserStep.Steal)];

    [Fact]
    public void An_honest_browser_is_never_signed_out() =>
        Worlds(Honest).Sample(
            static steps =>
            {
                var browser = Run(steps);
                Assert.True(browser.SignedOut is null, $"{browser.SignedOut}: {string.Join(", ", steps)}");
            },
            iter: 20_000);

    [Fact]
    public void A_thief_with_an_old_cookie_gets_nothing() =>
        Worlds(Enum.GetValues<BrowserStep>()).Sample(
            static steps => Assert.False(Run(steps).IsFooled, string.Join(", ", steps)),
            iter: 20_000);

    private static Gen<(BrowserStep Step, int Number)[]> Worlds(BrowserStep[] steps) =>
        Gen.Select(Gen.Int[0, steps.Length - 1].Select(step => steps[step]), Gen.Int[0, 100_000]).Array[1, 80];

    private static SimulatedBrowser Run((BrowserStep Step, int Number)[] steps)
    {
        var browser = new SimulatedBrowser();
        foreach (var (step, number) in steps)
        {
            browser.Do(step, number);
        }

        return browser;
    }
}
