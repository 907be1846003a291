using System.Data.Common;
using Cardea.Accounts;
using Cardea.Audit;
using Cardea.Codes;
using Cardea.Tokens;

namespace Cardea.Stores.Tests.Contract;

/// <summary>The old address undoes a change of address. Until then it is reserved, and a deletion waits.</summary>
public abstract class UndoTests<TDatabase> : StoreTests<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string A = "a@example.org";
    private const string B = "b@example.org";
    private const string C = "c@example.org";

    [Fact]
    public async Task The_old_address_is_reserved_until_the_undo_ends()
    {
        var user = await AddAsync("owner", A);
        await MoveAsync(user, B);

        Assert.False(await Node.Accounts.AddAsync(User("other", A), Stop));
        Assert.Empty(await Node.Accounts.ImportAsync([User("other", A)], static _ => null, Stop));
        var stranger = await AddAsync("stranger", C);
        Assert.IsType<AccountUpdate.EmailTaken>(await UpdateAsync(Node, stranger, A));
        Assert.Equal(new UserId("owner"), await Node.Accounts.FindReservationAsync(A, Stop));
        Assert.Null(await Node.Accounts.FindReservationAsync(B, Stop));
        Clock.Advance(AddressUndo.Lifetime);
        Assert.Null(await Node.Accounts.FindReservationAsync(A, Stop));

        Assert.True(await Node.Accounts.AddAsync(User("other", A), Stop));
    }

    [Fact]
    public async Task The_owner_can_go_back_to_the_reserved_address()
    {
        var user = await AddAsync("owner", A);
        await MoveAsync(user, B);

        Assert.IsType<AccountUpdate.Updated>(await UpdateAsync(Node, await FindAsync("owner"), A));
    }

    [Fact]
    public async Task An_undo_undoes_the_later_changes_and_leaves_the_undo_of_earlier_ones()
    {
        var first = await MoveAsync(await AddAsync("owner", A), B);
        Clock.Advance(TimeSpan.FromDays(1));
        var second = await MoveAsync(await FindAsync("owner"), C);

        Assert.IsType<AccountUpdate.Updated>(await UndoAsync(Node, "owner", second));
        Assert.Equal(B, (await FindAsync("owner")).Email);
        Clock.Advance(TimeSpan.FromDays(1));
        var third = await MoveAsync(await FindAsync("owner"), C);
        Assert.IsType<AccountUpdate.Updated>(await UndoAsync(Node, "owner", first));

        Assert.Equal(A, (await FindAsync("owner")).Email);
        Assert.IsType<AccountUpdate.CodeSpent>(await UndoAsync(Node, "owner", third));
        Assert.IsType<AccountUpdate.CodeSpent>(await UndoAsync(Node, "owner", first));
        Assert.True(await Node.Accounts.AddAsync(User("other", B), Stop));
    }

    [Fact]
    public async Task Of_many_undos_at_once_one_is_made()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var owner = $"owner-{round}";
            var code = await MoveAsync(await AddAsync(owner, $"{round}.{A}"), $"{round}.{B}");

            var outcomes = await Race.RunAsync(4, racer => UndoAsync(nodes[racer % 2], owner, code));

            Assert.Single(outcomes, static outcome => outcome is AccountUpdate.Updated);
            Assert.Equal($"{round}.{A}", (await FindAsync(owner)).Email);
        }
    }

    [Fact]
    public async Task After_a_race_with_a_second_change_the_first_address_can_still_undo()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var owner = $"owner-{round}";
            var code = await MoveAsync(await AddAsync(owner, $"{round}.{A}"), $"{round}.{B}");
            var moved = await FindAsync(owner);

            var (undone, changed) = await Race.RunAsync(
                () => UndoAsync(nodes[0], moved, code), () => UpdateAsync(nodes[1], moved, $"{round}.{C}", CodeOf(moved)));

            Assert.NotEqual(undone is AccountUpdate.Updated, changed is AccountUpdate.Updated);
            if (undone is not AccountUpdate.Updated)
            {
                Assert.IsType<AccountUpdate.Updated>(await UndoAsync(Node, owner, code));
            }

            Assert.Equal($"{round}.{A}", (await FindAsync(owner)).Email);
        }
    }

    [Fact]
    public async Task No_registration_gets_the_address_while_a_change_or_an_undo_is_made()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 20; round++)
        {
            var (owner, address) = ($"owner-{round}", $"{round}.{A}");
            var user = await AddAsync(owner, address);
            var code = CodeOf(user);

            var (moved, whileMoving) = await Race.RunAsync(
                () => UpdateAsync(nodes[0], user, $"{round}.{B}", code), () => nodes[1].Accounts.AddAsync(User($"x-{round}", address), Stop));
            var (undone, whileUndoing) = await Race.RunAsync(
                () => UndoAsync(nodes[0], owner, code), () => nodes[1].Accounts.AddAsync(User($"y-{round}", address), Stop));

            Assert.IsType<AccountUpdate.Updated>(moved);
            Assert.IsType<AccountUpdate.Updated>(undone);
            Assert.False(whileMoving || whileUndoing);
        }
    }

    [Fact]
    public async Task Two_accounts_that_exchange_their_addresses_wait_for_each_other_without_a_deadlock()
    {
        Node[] nodes = [Node, await OpenAsync()];
        for (var round = 0; round < 10; round++)
        {
            var one = await AddAsync($"one-{round}", $"{round}.{A}");
            var other = await AddAsync($"other-{round}", $"{round}.{B}");

            var (first, second) = await Race.RunAsync(
                () => UpdateAsync(nodes[0], one, other.Email, CodeOf(one)), () => UpdateAsync(nodes[1], other, one.Email, CodeOf(other)));

            Assert.All([first, second], static outcome => Assert.IsType<AccountUpdate.EmailTaken>(outcome));
        }
    }

    [Fact]
    public async Task A_deletion_by_the_owner_waits_until_the_undo_ends()
    {
        await AddAsync(Alice.Value, A);
        await MoveAsync(await FindAsync(Alice.Value), B);
        var token = await SignInAsync(Alice);

        Assert.IsType<AccountRemoval.Waits>(await Node.Accounts.RemoveAsync(Alice, new(Alice, token.SessionId), removal: null, mail: null, force: false, Stop));
        await AskDeletionAsync(Alice.Value);

        Assert.Empty(await Node.Accounts.FindDueAsync(10, Stop));
        Assert.IsType<AccountRemoval.NotFound>(await RemoveDueAsync(Node, Alice));
        Clock.Advance(AddressUndo.Lifetime);
        Assert.Equal([Alice], await Node.Accounts.FindDueAsync(10, Stop));
        Assert.IsType<AccountRemoval.Removed>(await RemoveDueAsync(Node, Alice));
        Assert.Null(await Node.Accounts.FindAsync(Alice, Stop));
        Assert.Empty(await Node.Accounts.FindDueAsync(10, Stop));
    }

    [Fact]
    public async Task An_undo_cancels_a_deletion_that_waits()
    {
        var code = await MoveAsync(await AddAsync(Alice.Value, A), B);
        await AskDeletionAsync(Alice.Value);

        Assert.IsType<AccountUpdate.Updated>(await UndoAsync(Node, Alice.Value, code));
        Clock.Advance(AddressUndo.Lifetime);

        Assert.IsType<AccountRemoval.NotFound>(await RemoveDueAsync(Node, Alice));
        var user = await FindAsync(Alice.Value);
        Assert.Equal((A, null, null), (user.Email, user.DisabledAt, user.DeletionAskedAt));
    }

    [Fact]
    public async Task A_lock_cancels_a_deletion_that_waits_and_leaves_the_undo_for_after_it()
    {
        var code = await MoveAsync(await AddAsync(Alice.Value, A), B);
        await AskDeletionAsync(Alice.Value);
        await UpdateAsync(LifecycleTransitions.Lock((await FindAsync(Alice.Value)).Facts, Clock.GetUtcNow()));

        Assert.Null(AddressTransitions.Undo((await FindAsync(Alice.Value)).Facts, A, code.State));
        Assert.False(await Node.Accounts.AddAsync(User("other", A), Stop));
        await UpdateAsync(LifecycleTransitions.Unlock());
        Assert.IsType<AccountUpdate.Updated>(await UndoAsync(Node, Alice.Value, code));
        Clock.Advance(AddressUndo.Lifetime);

        Assert.Empty(await Node.Accounts.FindDueAsync(10, Stop));
        Assert.Equal(A, (await FindAsync(Alice.Value)).Email);
    }

    [Fact]
    public async Task The_sweep_removes_an_undo_that_has_ended()
    {
        var code = await MoveAsync(await AddAsync("owner", A), B);
        Clock.Advance(AddressUndo.Lifetime);

        Assert.IsType<AccountUpdate.CodeSpent>(await UndoAsync(Node, "owner", code));
        Assert.Equal(1, (await Node.Sweeper.SweepAsync(TimeSpan.FromMinutes(1), Stop)).Single(static rule => rule.Rule == "codes").Removed);
    }

    [Fact]
    public async Task What_runs_within_a_change_is_stored_with_it_or_undoes_it()
    {
        var user = await AddAsync("owner", A);
        var write = new AccountWrite(user, user with { PasswordHash = "hash", ConcurrencyStamp = "next" });

        await Assert.ThrowsAsync<InvalidOperationException>(() => Node.Accounts.UpdateAsync(
            write with
            {
                Within = async (connection, _, stop) =>
                {
                    await AddTableAsync(connection, stop);
                    throw new InvalidOperationException();
                },
            },
            Stop));
        Assert.Null((await FindAsync("owner")).PasswordHash);
        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(
            write with { Within = static (connection, _, stop) => AddTableAsync(connection, stop) }, Stop));

        Assert.Equal("hash", (await FindAsync("owner")).PasswordHash);
    }

    private static async Task AddTableAsync(DbConnection connection, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE app_notes (id INTEGER)";
        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task<CardeaUser> AddAsync(string id, string email)
    {
        Assert.True(await Node.Accounts.AddAsync(User(id, email), Stop));
        return await FindAsync(id);
    }

    private CardeaUser User(string id, string email) => new()
    {
        Id = id,
        Email = email,
        EmailVerified = true,
        SecurityStamp = "first",
        ConcurrencyStamp = CardeaUser.NewStamp(),
        CreatedAt = Clock.GetUtcNow(),
    };

    private async Task<CardeaUser> FindAsync(string id) => (await Node.Accounts.FindAsync(new(id), Stop))!;

    private StoredCode CodeOf(CardeaUser user) => new(
        OneTimeCode.Create().Hash, CodePurpose.UndoEmail, new UserId(user.Id), user.Email, State: null, Clock.GetUtcNow() + AddressUndo.Lifetime);

    private async Task<StoredCode> MoveAsync(CardeaUser user, string email)
    {
        var code = CodeOf(user);
        Assert.IsType<AccountUpdate.Updated>(await UpdateAsync(Node, user, email, code));
        return code;
    }

    private static Task<AccountUpdate> UpdateAsync(Node node, CardeaUser user, string email, StoredCode? undo = null) =>
        node.Accounts.UpdateAsync(new(user, user with { Email = email, ConcurrencyStamp = CardeaUser.NewStamp() }) { Undo = undo }, Stop);

    private async Task<AccountUpdate> UndoAsync(Node node, string id, StoredCode code)
    {
        AccountUpdate outcome;
        do
        {
            outcome = await UndoAsync(node, await FindAsync(id), code);
        }
        while (outcome is AccountUpdate.Stale);

        return outcome;
    }

    private static Task<AccountUpdate> UndoAsync(Node node, CardeaUser user, StoredCode code)
    {
        var change = AddressTransitions.Undo(user.Facts, code.Address!, code.State)!;
        return node.Accounts.UpdateAsync(new(user, user.Apply(change)) { Code = code, Voids = change.Voids, Ends = change.Ends }, Stop);
    }

    private async Task AskDeletionAsync(string id)
    {
        var user = await FindAsync(id);
        await UpdateAsync(LifecycleTransitions.AskDeletion(user.Facts, Clock.GetUtcNow(), SessionId.Create(Clock.GetUtcNow()))!, id);
    }

    private async Task UpdateAsync(AccountChange change, string? id = null)
    {
        var user = await FindAsync(id ?? Alice.Value);
        Assert.IsType<AccountUpdate.Updated>(await Node.Accounts.UpdateAsync(new(user, user.Apply(change)) { Voids = change.Voids }, Stop));
    }

    private Task<AccountRemoval> RemoveDueAsync(Node node, UserId id) =>
        node.Accounts.RemoveDueAsync(
            id,
            SecurityEvent.Of(SecurityEventKind.Deleted, id, session: null, device: null, Clock.GetUtcNow()),
            new(Guid.CreateVersion7(Clock.GetUtcNow()), Recipient: null, new byte[] { 1 }, Clock.GetUtcNow() + TimeSpan.FromDays(1)),
            Stop);
}
