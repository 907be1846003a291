using Cardea.Accounts;
using Cardea.Audit;
using Cardea.External;
using Cardea.Mail;
using Cardea.Sessions;

namespace Cardea.Tests.Accounts;

public sealed class ExternalTransitionsTests
{
    private static readonly ExternalLogin Login = new("https://id.example.org", "ada", "ada@example.org", DateTimeOffset.UnixEpoch);
    private static readonly ExternalLogin Other = Login with { Subject = "eve" };
    private static readonly AccountFacts Linked = Facts.Plain with { ExternalLogins = [Login] };
    private static readonly WaysIn Ways = new(ByLink: false, static _ => true);

    [Fact]
    public void A_link_of_a_session_is_told_and_changes_no_other_way_in()
    {
        var change = ExternalTransitions.Link(Facts.Plain, Facts.Stamp, Login, Facts.Acting)!;

        Assert.Equal([new AccountEffect.AddExternalLogin(Login)], change.Effects);
        Assert.Equal(
            (SecurityEventKind.ExternalLinked, Login.Issuer, Facts.Acting, null, new Notice(MailKind.FactorsChanged, FactorChange.ProviderLinked)),
            (change.Event, change.Detail, change.Acting, change.Ends, change.Notice));
    }

    [Fact]
    public void A_link_needs_the_account_as_it_was_and_room_for_it()
    {
        var many = Facts.Plain with { ExternalLogins = [.. Enumerable.Range(0, ExternalTransitions.MostLogins).Select(static i => Login with { Subject = $"{i}" })] };
        (string Why, AccountFacts Facts, string? Stamp)[] refused =
        [
            ("disabled", Facts.Disabled, Facts.Stamp),
            ("another credential since", Facts.Plain, "an older stamp"),
            ("linked already", Linked, Facts.Stamp),
            ("too many", many, Facts.Stamp),
        ];
        foreach (var (why, facts, stamp) in refused)
        {
            Assert.True(ExternalTransitions.Link(facts, stamp, Login, Facts.Acting) is null, why);
        }

        Assert.NotNull(ExternalTransitions.Link(Facts.Plain, stampOfRequest: null, Login, Facts.Acting));
        Assert.NotNull(ExternalTransitions.Link(Linked, Facts.Stamp, Other, Facts.Acting));
    }

    [Fact]
    public void Only_the_verified_account_of_the_proved_address_is_linked_at_once()
    {
        Assert.NotNull(ExternalTransitions.LinkAutomatically(Facts.Plain, Facts.Email, Login));
        Assert.Null(ExternalTransitions.LinkAutomatically(Facts.Unverified, Facts.Email, Login));
        Assert.Null(ExternalTransitions.LinkAutomatically(Facts.Plain, "eve@example.org", Login));
        Assert.Null(ExternalTransitions.LinkAutomatically(Facts.Disabled, Facts.Email, Login));
        Assert.Null(ExternalTransitions.LinkAutomatically(Linked, Facts.Email, Login));
    }

    [Fact]
    public void A_proof_of_an_unverified_account_verifies_and_links_it_and_keeps_what_it_has()
    {
        var change = ExternalTransitions.VerifyAndLink(Facts.Unverified, Facts.Email, Facts.Stamp, Login, acting: null)!;

        Assert.Equal([new AccountEffect.VerifyEmail(), new AccountEffect.AddExternalLogin(Login)], change.Effects);
        Assert.Null(change.Ends);
        Assert.Null(ExternalTransitions.VerifyAndLink(Facts.Unverified, Facts.Email, "an older stamp", Login, acting: null));
        Assert.Null(ExternalTransitions.VerifyAndLink(Facts.Unverified, "eve@example.org", Facts.Stamp, Login, acting: null));
        Assert.Equal(Facts.Acting, ExternalTransitions.VerifyAndLink(Facts.Unverified, Facts.Email, checkedStamp: null, Login, Facts.Acting)!.Acting);
    }

    [Fact]
    public void A_take_over_leaves_no_earlier_way_in()
    {
        var squatted = Facts.Full with { EmailVerified = false, ExternalLogins = [Other] };

        var change = ExternalTransitions.TakeOver(squatted, Facts.Email, Login)!;

        Assert.Contains(new AccountEffect.SetPassword(null), change.Effects);
        Assert.Contains(new AccountEffect.RemoveExternalLogin(Other), change.Effects);
        Assert.Equal(2, change.Effects.Count(static effect => effect is AccountEffect.RemovePasskey));
        Assert.Equal(new AccountEffect.AddExternalLogin(Login), change.Effects[^1]);
        Assert.Equal((true, SecurityEventKind.TakenOver, new SessionEnding(EndReason.PasswordChanged, Except: null)), (change.IsTakeOver, change.Event, change.Ends));
        Assert.Null(ExternalTransitions.TakeOver(Facts.Plain, Facts.Email, Login));
        Assert.Null(ExternalTransitions.TakeOver(Facts.Unverified, "eve@example.org", Login));
    }

    [Fact]
    public void Removing_a_login_ends_what_began_with_it()
    {
        var change = ExternalTransitions.Unlink(Linked, [Login], Ways, Facts.Acting)!;

        Assert.Equal([new AccountEffect.RemoveExternalLogin(Login)], change.Effects);
        Assert.Equal([Login], change.EndsOfLogins);
        Assert.Equal((SecurityEventKind.ExternalUnlinked, Facts.Acting), (change.Event, change.Acting));
        Assert.Null(ExternalTransitions.Unlink(Linked, [], Ways, Facts.Acting));
        Assert.Null(ExternalTransitions.Unlink(Linked with { DisabledAt = DateTimeOffset.UnixEpoch }, [Login], Ways, Facts.Acting));
        Assert.True(ExternalTransitions.UnlinkByOperator([Login])!.IsByOperator);
    }

    [Theory]
    [InlineData(null, null, false, nameof(ExternalChoice.EmailRequired))]
    [InlineData(null, "verified", true, nameof(ExternalChoice.EmailRequired))]
    [InlineData(Facts.Email, null, false, nameof(ExternalChoice.Register))]
    [InlineData(Facts.Email, "verified", false, nameof(ExternalChoice.LinkRequired))]
    [InlineData(Facts.Email, "verified", true, nameof(ExternalChoice.Link))]
    [InlineData(Facts.Email, "unverified", false, nameof(ExternalChoice.ProofRequired))]
    [InlineData(Facts.Email, "unverified", true, nameof(ExternalChoice.ProofRequired))]
    [InlineData(Facts.Email, "disabled", true, nameof(ExternalChoice.Refused))]
    public void A_new_login_gets_its_account_by_the_proved_address(string? address, string? account, bool isAutomatic, string choice)
    {
        var known = account switch { "verified" => Facts.Plain, "unverified" => Facts.Unverified, "disabled" => Facts.Disabled, _ => null };

        Assert.Equal(choice, ExternalChoices.Of(address, known, isAutomatic).ToString());
    }
}
