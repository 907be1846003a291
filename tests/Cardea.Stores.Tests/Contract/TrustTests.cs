using Cardea.Accounts;
using Cardea.Callers;
using Cardea.Devices;
using Cardea.Rotation;
using Cardea.Sessions;

namespace Cardea.Stores.Tests.Contract;

/// <summary>Devices that are trusted for the second step, and what ends the trust.</summary>
public abstract class TrustTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TrustHash Phone = TrustHash.Of("phone");
    private static readonly TrustHash Laptop = TrustHash.Of("laptop");

    public override async ValueTask InitializeAsync()
    {
        Options.TrustedDeviceLifetime = TimeSpan.FromDays(30);
        await base.InitializeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trusted_device_begins_sessions_until_the_trust_expires(bool isOurs)
    {
        await AddOwnAsync(isOurs);
        await TrustAsync(Phone, isOurs);

        Assert.Equal(Phone, await FindAsync(Laptop, Phone));
        Assert.Null(await FindAsync(Laptop));
        Assert.Null(await Node.Sessions.FindTrustAsync(new("bob"), [Phone], Stop));
        Assert.IsType<SessionCreation.Created>(await BeginAsync(Phone, isOurs));
        Assert.IsType<SessionCreation.Overtaken>(await BeginAsync(Laptop, isOurs));
        Clock.Advance(TimeSpan.FromDays(30));
        Assert.Null(await FindAsync(Phone));
        Assert.IsType<SessionCreation.Overtaken>(await BeginAsync(Phone, isOurs));
        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "trusted_devices").Removed);
    }

    [Fact]
    public async Task Switched_off_or_made_shorter_it_means_nothing()
    {
        await AddOwnAsync(isOurs: true);
        await TrustAsync(Phone);

        Options.TrustedDeviceLifetime = TimeSpan.Zero;
        Assert.Null(await FindAsync(Phone));
        Assert.IsType<SessionCreation.Overtaken>(await BeginAsync(Phone));
        Clock.Advance(TimeSpan.FromHours(2));
        Options.TrustedDeviceLifetime = TimeSpan.FromHours(1);
        Assert.Null(await FindAsync(Phone));
        Options.TrustedDeviceLifetime = TimeSpan.FromHours(3);
        Assert.NotNull(await FindAsync(Phone));
    }

    [Fact]
    public async Task An_overtaken_sign_in_trusts_nothing_and_takes_no_trust_over()
    {
        await AddOwnAsync(isOurs: true);
        var trusted = await TrustAsync(Phone);

        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(NewSession(Alice, "another") with { Trust = new() { New = Laptop } }, Stop));
        Assert.IsType<SessionCreation.Overtaken>(await Node.Sessions.CreateAsync(NewSession(Alice, "another") with { Trust = new() { By = Phone } }, Stop));

        Assert.Null(await FindAsync(Laptop));

        // The device is still the one of its session.
        await Node.Sessions.EndAsync(trusted.Id, Alice, EndReason.Administrator, Stop);
        Assert.Null(await FindAsync(Phone));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_own_logout_keeps_it_and_an_end_from_elsewhere_does_not(bool isOurs)
    {
        await AddOwnAsync(isOurs);
        var phone = await TrustAsync(Phone, isOurs);
        await Node.Sessions.EndAsync(phone.Id, owner: null, EndReason.LoggedOut, Stop);
        Assert.NotNull(await FindAsync(Phone));

        var again = await BeginAsync(Phone, isOurs, await EpochAsync(isOurs));
        Assert.IsType<SessionCreation.Created>(again);
        var session = Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)).Id;
        await Node.Sessions.EndAsync(new Actor(Alice, session), session, Alice, EndReason.LoggedOut, Stop);
        Assert.NotNull(await FindAsync(Phone));

        await BeginAsync(Phone, isOurs, await EpochAsync(isOurs));
        session = Assert.Single(await Node.Sessions.ListAsync(Alice, Stop)).Id;
        var laptop = await TrustAsync(Laptop, isOurs);
        await Node.Sessions.EndAsync(new Actor(Alice, laptop.Id), session, Alice, EndReason.LoggedOut, Stop);

        Assert.Null(await FindAsync(Phone));
        Assert.NotNull(await FindAsync(Laptop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_others_leaves_the_acting_device_and_the_end_of_all_none(bool isOurs)
    {
        await AddOwnAsync(isOurs);
        var phone = await TrustAsync(Phone, isOurs);
        await TrustAsync(Laptop, isOurs);

        await Node.Sessions.EndAllAsync(new Actor(Alice, phone.Id), Alice, phone.Id, EndReason.LoggedOut, Stop);
        Assert.NotNull(await FindAsync(Phone));
        Assert.Null(await FindAsync(Laptop));
        await Node.Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop);
        Assert.Null(await FindAsync(Phone));
    }

    [Fact]
    public async Task A_replay_ends_it()
    {
        var phone = await TrustAsync(Phone, isOurs: false);
        var second = await RotateAsync<RotationOutcome.Rotated>(phone.FirstToken);
        await ReceiveAsync(second);
        var third = await RotateAsync<RotationOutcome.Rotated>(second);
        await ReceiveAsync(third);
        Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.IsType<RotationOutcome.Replayed>(await RotateAsync(phone.FirstToken));

        Assert.Null(await FindAsync(Phone));
    }

    [Fact]
    public async Task A_change_that_ends_trust_leaves_no_device_and_a_removed_user_has_none()
    {
        var user = await AddOwnAsync(isOurs: true);
        await TrustAsync(Phone);
        await Node.Accounts.UpdateAsync(new(user!, user!), Stop);
        Assert.NotNull(await FindAsync(Phone));
        await Node.Accounts.UpdateAsync(new(user!, user!) { EndsTrust = true }, Stop);
        Assert.Null(await FindAsync(Phone));

        await TrustAsync(Phone);
        await Node.Accounts.RemoveAsync(Alice, actor: null, removal: null, mail: null, force: true, Stop);
        Assert.Null(await FindAsync(Phone));
    }

    [Fact]
    public async Task A_user_has_a_limit_of_trusted_devices()
    {
        for (var device = 0; device <= DeviceTrust.Most; device++)
        {
            await TrustAsync(TrustHash.Of($"device {device}"), isOurs: false);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Null(await FindAsync(TrustHash.Of("device 0")));
        Assert.NotNull(await FindAsync(TrustHash.Of("device 1")));
        Assert.NotNull(await FindAsync(TrustHash.Of($"device {DeviceTrust.Most}")));
    }

    [Fact]
    public async Task Its_trusted_devices_are_listed_for_their_user_with_the_newest_first()
    {
        await AddOwnAsync(isOurs: true);
        var phone = await TrustAsync(Phone);
        var since = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromHours(2));
        var laptop = await TrustAsync(Laptop);

        Assert.Equal(
            [
                new TrustedDevice(laptop.Id, since.AddHours(2), since.AddHours(2).AddDays(30)),
                new TrustedDevice(phone.Id, since, since.AddDays(30)),
            ],
            await Node.Sessions.ListTrustedDevicesAsync(Alice, Stop));
        Assert.Empty(await Node.Sessions.ListTrustedDevicesAsync(new("bob"), Stop));

        Options.TrustedDeviceLifetime = TimeSpan.FromHours(1);
        Assert.Equal([laptop.Id], (await Node.Sessions.ListTrustedDevicesAsync(Alice, Stop)).Select(static device => device.Session));
    }

    // A sign-in that begins after the trust has ended must not begin a session. One that comes first may.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_sign_in_at_the_same_time_as_the_end_of_the_trust_comes_first_or_begins_nothing(bool isOurs)
    {
        Node[] nodes = [Node, await OpenAsync()];
        await AddOwnAsync(isOurs);
        for (var round = 0; round < 20; round++)
        {
            var epoch = await EpochAsync(isOurs);
            await TrustAsync(Phone, isOurs, epoch);
            await Race.RunAsync(
                () => nodes[0].Sessions.CreateAsync(Trusted(Phone, isOurs, epoch), Stop),
                () => nodes[1].Sessions.EndAllAsync(Alice, except: null, EndReason.LoggedOut, Stop));

            // If it came first, its session ended with the others.
            Assert.Empty(await Node.Sessions.ListAsync(Alice, Stop));
            Assert.Null(await FindAsync(Phone));
            Assert.IsType<SessionCreation.Overtaken>(await BeginAsync(Phone, isOurs, await EpochAsync(isOurs)));
        }
    }

    private async Task<CardeaUser?> AddOwnAsync(bool isOurs) => isOurs ? await AddUserAsync(Alice) : null;

    private async Task<long> EpochAsync(bool isOurs) =>
        isOurs ? (await Node.Accounts.FindAsync(Alice, Stop))!.SessionEpoch : (await Node.Sessions.ReadEpochsAsync(Alice, Stop)).Session;

    private async Task<NewSession> TrustAsync(TrustHash device, bool isOurs = true, long epoch = 0)
    {
        var session = NewSession(Alice, isOurs ? "first" : null, epoch: epoch) with { Trust = new() { New = device } };
        Assert.IsType<SessionCreation.Created>(await Node.Sessions.CreateAsync(session, Stop));
        return session;
    }

    private NewSession Trusted(TrustHash device, bool isOurs, long epoch) =>
        NewSession(Alice, isOurs ? "first" : null, epoch: epoch) with { Trust = new() { By = device } };

    private Task<SessionCreation> BeginAsync(TrustHash device, bool isOurs = true, long epoch = 0) => Node.Sessions.CreateAsync(Trusted(device, isOurs, epoch), Stop);

    private Task<TrustHash?> FindAsync(params TrustHash[] presented) => Node.Sessions.FindTrustAsync(Alice, presented, Stop);
}
