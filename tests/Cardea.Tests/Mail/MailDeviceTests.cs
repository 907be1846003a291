using Cardea.AspNetCore.Attempts;
using Cardea.AspNetCore.Mail;
using Cardea.Clients;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Tests.Mail;

/// <summary>What a mail says of a device, and how much of such mail there is.</summary>
public sealed class MailDeviceTests
{
    [Theory]
    [InlineData("my phone", "Firefox on Windows", "my phone (Firefox on Windows)", "Firefox on Windows")]
    [InlineData("my phone", "curl/8.5.0", "my phone (curl/8.5.0)", "")]
    [InlineData(null, "curl/8.5.0", "curl/8.5.0", "")]
    [InlineData("my phone", null, "my phone", "")]
    [InlineData(null, null, "", "")]
    [InlineData("evil.example", "Firefox on evil.example", "evil[.]example (Firefox on evil[.]example)", "")]
    [InlineData(null, "evil.example on Windows", "evil[.]example on Windows", "")]
    [InlineData(null, "Firefox on Windows on Linux", "Firefox on Windows on Linux", "")]
    [InlineData(null, "http://192.0.2.1/", "http[:]//192.0.2.1/", "")]
    [InlineData(null, "mailto:a@b.example", "mailto[:]a@b[.]example", "")]
    [InlineData(null, "evil\u3002example evil\uFF0Eexample", "evil[.]example evil[.]example", "")]
    [InlineData(null, "evil.1x.example www.1", "evil[.]1x[.]example www[.]1", "")]
    [InlineData(null, "evil\u200B.example", "evil .example", "")]
    public void Strangers_have_no_words_and_owners_have_no_links(string? name, string? program, string verified, string unverified)
    {
        var device = new ClientDevice(name, program, "192.0.2.1");

        Assert.Equal(verified, MailDevice.Describe(device, isVerified: true));
        Assert.Equal(unverified, MailDevice.Describe(device, isVerified: false));
    }

    [Fact]
    public void Every_kind_of_notice_has_a_limit_unless_its_reader_has_shown_that_the_address_is_theirs_and_needs_it() =>
        Assert.All(Enum.GetValues<MailKind>(), static kind =>
        {
            Assert.Equal(kind == MailKind.TakenOver, NoticeLimits.Of(kind, To("ada@example.org", isVerified: false)).Length == 0);
            Assert.Equal(NoticeLimits.IsNeeded(kind), NoticeLimits.Of(kind, To("ada@example.org", isVerified: true)).Length == 0);
        });

    [Fact]
    public void Users_who_have_one_address_after_the_other_share_its_allowance() =>
        Assert.Equal(
            NoticeLimits.Of(MailKind.NewDevice, To("ada@example.org", isVerified: false)),
            NoticeLimits.Of(MailKind.AccountDeleted, To("Ada@Example.org", isVerified: false) with { Recipient = null }));

    private static Addressee To(string address, bool isVerified) => new(new UserId("1"), address, isVerified);
}
