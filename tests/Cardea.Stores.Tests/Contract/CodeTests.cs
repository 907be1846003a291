using Cardea.Codes;
using Cardea.Mail;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>One-time codes: good once, for one purpose, until they expire or are void.</summary>
public abstract class CodeTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await AddUserAsync(Alice);
        await AddUserAsync(new("bob"));
    }

    [Fact]
    public async Task A_code_comes_back_as_it_was_stored_once()
    {
        var code = NewCode() with { Address = "alice@example.org", State = "{\"ü\":1}" };
        await Node.Codes.IssueAsync(code, mail: null, Stop);

        Assert.Equal(code, await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        Assert.Equal(code, await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
        Assert.Null(await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
        Assert.Null(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
    }

    [Fact]
    public async Task Of_many_who_present_it_at_once_one_gets_it()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var code = NewCode();
            await Node.Codes.IssueAsync(code, mail: null, Stop);

            var consumed = await Race.RunAsync(20, racer => nodes[racer % 2].Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));

            Assert.Single(consumed, static found => found is not null);
        }
    }

    [Fact]
    public async Task It_is_good_for_nothing_else()
    {
        var code = NewCode();
        await Node.Codes.IssueAsync(code, mail: null, Stop);

        Assert.Null(await Node.Codes.ConsumeAsync(code.Hash, CodePurpose.VerifyEmail, Stop));
        Assert.Null(await Node.Codes.ConsumeAsync(CodeHash.Of("another"), code.Purpose, Stop));
        Assert.NotNull(await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
    }

    [Fact]
    public async Task It_expires()
    {
        var code = NewCode();
        await Node.Codes.IssueAsync(code, mail: null, Stop);

        Clock.Advance(code.ExpiresAt - Clock.GetUtcNow());

        Assert.Null(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
        Assert.Null(await Node.Codes.ConsumeAsync(code.Hash, code.Purpose, Stop));
        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "codes").Removed);
    }

    [Fact]
    public async Task Five_are_valid_side_by_side_and_using_one_voids_the_others_of_its_purpose()
    {
        var codes = Enumerable.Range(0, 6).Select(_ => NewCode()).ToArray();
        var (other, bobs) = (NewCode() with { Purpose = CodePurpose.VerifyEmail }, NewCode() with { Owner = new UserId("bob") });
        foreach (var code in (StoredCode[])[other, bobs, .. codes])
        {
            await Node.Codes.IssueAsync(code, NewMail(), Stop);
        }

        Assert.Equal((bool[])[true, true, true, true, true, false], await AreOwnedAsync(codes));
        Assert.Equal(7, (await Node.Outbox.ClaimAsync(100, Stop)).Count);
        Assert.NotNull(await Node.Codes.ConsumeAsync(codes[2].Hash, codes[2].Purpose, Stop));
        Assert.DoesNotContain(true, await AreOwnedAsync(codes));
        Assert.Equal((bool[])[true, true], await AreOwnedAsync([other, bobs]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Codes_of_strangers_take_no_place_of_those_of_known_devices(bool byAddress)
    {
        var codes = Enumerable.Range(0, 60).Select(place => NewCode() with { Address = "alice@example.org", IsOfKnownDevice = place % 2 == 0 }).ToArray();
        Node[] nodes = [Node, await OpenAsync()];

        await Race.RunAsync(codes.Length, async racer =>
        {
            var store = nodes[racer % 3 == 0 ? 0 : 1].Codes;
            await (byAddress
                ? store.IssueByAddressAsync(codes[racer] with { Owner = null }, NewMail(), Stop)
                : store.IssueAsync(codes[racer], NewMail(), Stop));
            return 0;
        });

        Assert.Equal(5, (await AreOwnedAsync([.. codes.Where(static code => code.IsOfKnownDevice)])).Count(static isOwned => isOwned));
        Assert.Equal(5, (await AreOwnedAsync([.. codes.Where(static code => !code.IsOfKnownDevice)])).Count(static isOwned => isOwned));
        Assert.Equal(10, (await Node.Outbox.ClaimAsync(100, Stop)).Count);
        var stored = (await Node.Codes.FindAsync(codes[0].Hash, codes[0].Purpose, Stop))!;
        Assert.True(stored.IsOfKnownDevice);

        // Using one voids the others of its purpose, whoever asked for them.
        var used = codes[Array.IndexOf(await AreOwnedAsync(codes), true)];
        Assert.NotNull(await Node.Codes.ConsumeAsync(used.Hash, used.Purpose, Stop));
        Assert.DoesNotContain(true, await AreOwnedAsync(codes));
    }

    [Fact]
    public async Task An_expired_code_makes_room()
    {
        var codes = Enumerable.Range(0, 5).Select(_ => NewCode()).ToArray();
        foreach (var code in codes)
        {
            await Node.Codes.IssueAsync(code, mail: null, Stop);
        }

        Clock.Advance(TimeSpan.FromMinutes(10));
        var later = NewCode();
        await Node.Codes.IssueAsync(later, NewMail(), Stop);

        Assert.Equal((bool[])[true], await AreOwnedAsync([later]));
        Assert.Equal(Alice, Assert.Single(await Node.Outbox.ClaimAsync(10, Stop)).Recipient);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_fifty_who_ask_at_once_five_get_a_code_and_a_mail(bool byAddress)
    {
        Node[] nodes = [Node, await OpenAsync()];
        var codes = Enumerable.Range(0, 50).Select(_ => NewCode() with { Address = "alice@example.org" }).ToArray();

        await Race.RunAsync(50, async racer =>
        {
            var store = nodes[racer % 2].Codes;
            await (byAddress
                ? store.IssueByAddressAsync(codes[racer] with { Owner = null }, NewMail(), Stop)
                : store.IssueAsync(codes[racer], NewMail(), Stop));
            return 0;
        });

        Assert.Equal(5, (await AreOwnedAsync(codes)).Count(static isOwned => isOwned));
        Assert.Equal(5, (await Node.Outbox.ClaimAsync(100, Stop)).Count);
    }

    [Fact]
    public async Task Of_two_codes_of_one_purpose_that_are_used_at_once_one_works()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            StoredCode[] codes = [NewCode(), NewCode()];
            foreach (var code in codes)
            {
                await Node.Codes.IssueAsync(code, mail: null, Stop);
            }

            var used = await Race.RunAsync(2, racer => nodes[racer].Codes.ConsumeAsync(codes[racer].Hash, codes[racer].Purpose, Stop));

            Assert.Single(used, static code => code is not null);
        }
    }

    [Fact]
    public async Task A_code_that_is_not_mailed_leaves_the_others_and_a_sixth_replaces_the_oldest()
    {
        var codes = Enumerable.Range(0, 6)
            .Select(minute => NewCode() with { Purpose = CodePurpose.SecondFactor, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromMinutes(minute + 1) })
            .ToArray();
        foreach (var code in codes)
        {
            await Node.Codes.IssueAsync(code, mail: null, Stop);
        }

        Assert.Equal((bool[])[false, true, true, true, true, true], await AreOwnedAsync(codes));
        Assert.NotNull(await Node.Codes.ConsumeAsync(codes[3].Hash, CodePurpose.SecondFactor, Stop));
        Assert.Equal((bool[])[false, true, true, false, true, true], await AreOwnedAsync(codes));
    }

    [Fact]
    public async Task A_disabled_account_gets_no_code_and_a_removed_one_no_mail()
    {
        var user = (await Node.Accounts.FindAsync(Alice, Stop))!;
        user = user with { DisabledAt = Clock.GetUtcNow() };
        await Node.Accounts.UpdateAsync(new(user, user), Stop);
        await Node.Accounts.RemoveAsync(new("bob"), actor: null, removal: null, mail: null, force: false, Stop);
        StoredCode[] codes = [NewCode(), NewCode() with { Owner = new UserId("bob") }];
        foreach (var code in codes)
        {
            await Node.Codes.IssueAsync(code, NewMail(), Stop);
        }

        Assert.Equal((bool[])[false, false], await AreOwnedAsync(codes));
        Assert.Empty(await Node.Outbox.ClaimAsync(10, Stop));
    }

    [Fact]
    public async Task A_change_that_voids_codes_leaves_none_that_is_asked_for_at_the_same_time()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var owner = new UserId($"owner-{round}");
            var user = await AddUserAsync(owner);
            var disabled = user with { DisabledAt = Clock.GetUtcNow(), ConcurrencyStamp = "disabled" };
            var codes = Enumerable.Range(0, 3).Select(_ => NewCode() with { Owner = owner, Address = user.Email }).ToArray();

            await Task.WhenAll(
                Race.RunAsync(3, async racer =>
                {
                    await nodes[racer % 2].Codes.IssueByAddressAsync(codes[racer] with { Owner = null }, NewMail(), Stop);
                    return 0;
                }),
                nodes[1].Accounts.UpdateAsync(new(user, disabled) { Voids = Enum.GetValues<CodePurpose>() }, Stop));

            // Enabled again, the account has no code of before.
            Assert.DoesNotContain(true, await AreOwnedAsync(codes));
        }
    }

    [Fact]
    public async Task The_newest_code_of_a_session_is_found()
    {
        var (phone, laptop) = (SessionId.Create(Clock.GetUtcNow().AddDays(1)), SessionId.Create(Clock.GetUtcNow().AddDays(1)));
        var older = NewCode() with { Session = phone };
        await Node.Codes.IssueAsync(older, mail: null, Stop);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = NewCode() with { Session = phone };
        var elsewhere = NewCode() with { Session = laptop };
        await Node.Codes.IssueAsync(newer, mail: null, Stop);
        await Node.Codes.IssueAsync(elsewhere, mail: null, Stop);

        Assert.Equal(newer, await Node.Codes.FindNewestAsync(Alice, newer.Purpose, phone, Stop));
        Assert.Equal(elsewhere, await Node.Codes.FindNewestAsync(Alice, newer.Purpose, laptop, Stop));
        Assert.Null(await Node.Codes.FindNewestAsync(Alice, CodePurpose.VerifyEmail, phone, Stop));
        Assert.Null(await Node.Codes.FindNewestAsync(new("bob"), newer.Purpose, phone, Stop));
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(await Node.Codes.FindNewestAsync(Alice, newer.Purpose, phone, Stop));
    }

    [Fact]
    public async Task With_one_code_ten_passwords_can_be_tried()
    {
        var code = NewCode();
        await Node.Codes.IssueAsync(code, mail: null, Stop);

        var tried = await Race.RunAsync(30, _ => Node.Codes.TryAsync(code, Stop));

        Assert.Equal(10, tried.Count(static may => may));
        Assert.NotNull(await Node.Codes.FindAsync(code.Hash, code.Purpose, Stop));
    }

    [Fact]
    public async Task Codes_of_nobody_do_not_void_each_other()
    {
        var (one, other) = (NewCode() with { Owner = null }, NewCode() with { Owner = null });
        await Node.Codes.IssueAsync(one, mail: null, Stop);
        await Node.Codes.IssueAsync(other, mail: null, Stop);

        Assert.NotNull(await Node.Codes.ConsumeAsync(one.Hash, one.Purpose, Stop));
        Assert.NotNull(await Node.Codes.ConsumeAsync(other.Hash, other.Purpose, Stop));
    }

    private async Task<bool[]> AreOwnedAsync(IEnumerable<StoredCode> codes)
    {
        var found = await Task.WhenAll(codes.Select(code => Node.Codes.FindAsync(code.Hash, code.Purpose, Stop)));
        return [.. found.Select(static code => code?.Owner is not null)];
    }

    private StoredCode NewCode() => new(
        OneTimeCode.Create().Hash, CodePurpose.ResetPassword, Alice, Address: null, State: null, Clock.GetUtcNow() + TimeSpan.FromMinutes(10));

    private OutboxMail NewMail() => new(Guid.CreateVersion7(Clock.GetUtcNow()), Recipient: null, new byte[] { 1, 2, 3 }, Clock.GetUtcNow() + TimeSpan.FromDays(1));
}
