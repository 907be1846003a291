using Cardea.Accounts;
using Cardea.AspNetCore.PersonalData;
using Cardea.Audit;
using Cardea.Devices;
using Cardea.Tokens;

namespace Cardea.Tests.PersonalData;

/// <summary>What the export of a user's data says.</summary>
public sealed class DataResponseTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public void It_says_when_the_deletion_that_waits_was_asked_for()
    {
        Assert.Equal(Now, Of(User with { DeletionAskedAt = Now }).DeletionAskedAt);
        Assert.Null(Of(User).DeletionAskedAt);
    }

    [Fact]
    public void It_names_the_trusted_devices_by_their_session()
    {
        var session = SessionId.Create(Now);

        Assert.Equal(
            [new TrustedDeviceResponse(session.ToString(), Now, Now.AddDays(7))],
            Of(User, new TrustedDevice(session, Now, Now.AddDays(7))).TrustedDevices);
    }

    private static CardeaUser User { get; } = new()
    {
        Id = "alice",
        Email = "alice@example.org",
        SecurityStamp = "first",
        ConcurrencyStamp = "first",
        CreatedAt = Now,
    };

    private static DataResponse Of(CardeaUser user, params TrustedDevice[] trusted) =>
        DataResponse.Of(user, trusted, [], SessionId.Create(Now), AsyncEnumerable.Empty<SecurityEvent>());
}
