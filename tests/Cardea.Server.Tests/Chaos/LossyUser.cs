using System.Buffers.Text;
using System.Text.Json.Nodes;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests.Chaos;

/// <summary>
/// Somebody with a few devices, over a network that loses answers. The life of a user is short, so that its history can be
/// judged and forgotten while others go on.
/// </summary>
internal sealed class LossyUser : IDisposable
{
    private const int FewestDevices = 2;
    private const int MostDevices = 3;
    private const int Steps = 150;

    private readonly ChaosRun _run;
    private readonly History _history = new();
    private readonly SemaphoreSlim _passwordGate = new(1);
    private readonly SemaphoreSlim _rolesGate = new(1);
    private readonly CancellationTokenSource _leaving;
    private readonly LossyDevice[] _devices;
    private string? _id;
    private int _roles;
    private bool _isRegistered;

    public LossyUser(ChaosRun run, CancellationToken leaving)
    {
        _run = run;
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        Asker = new(run, _history);
        Inquests = new(run, Asker, _leaving.Token);
        _devices = [.. Enumerable.Range(0, FewestDevices + Dice.Below(MostDevices - FewestDevices + 1)).Select(_ => new LossyDevice(run, this))];
    }

    public Asker Asker { get; }

    public Inquests Inquests { get; }

    public Passwords Passwords { get; } = new();

    public string Email { get; } = AuthClient.NewEmail();

    /// <summary>What the devices have now; not all of it is still good.</summary>
    public IEnumerable<Tokens> Held => _devices.Select(static device => device.Stored).Where(static tokens => tokens.SessionId.Length > 0);

    /// <summary>Lives, ends all sessions, and is judged.</summary>
    public async Task LiveAsync()
    {
        await Task.WhenAll(_devices.Select(device => Task.Run(() => device.LiveAsync(Steps, _leaving.Token))));
        await (_devices.FirstOrDefault(static device => device.IsSignedIn) ?? _devices[0]).LogOutAllAsync();
        await _leaving.CancelAsync();
        await Inquests.FinishAsync();
        _run.Judge(_history);
    }

    /// <summary>Keeps the password as it is while it is used.</summary>
    public async Task<T> WithPasswordAsync<T>(Func<Task<T>> use)
    {
        await _passwordGate.WaitAsync();
        try
        {
            return await use();
        }
        finally
        {
            _passwordGate.Release();
        }
    }

    /// <summary>Signs in; the first time, registers. Gives up where no password is taken.</summary>
    public Task<Tokens?> SignInAsync() => WithPasswordAsync<Tokens?>(async () =>
    {
        for (var refusals = 0; refusals < 10;)
        {
            var password = Passwords.Current;
            var reply = await Asker.AskAsync(Question.SigningIn(Email, password, forTheFirstTime: !_isRegistered), Dice.Below(ChaosNodes.Count));

            // A registration whose answer was lost may have been done: then the address is taken.
            _isRegistered |= reply.Status is 201 or 409;
            if (reply.Status is 200 or 201)
            {
                Passwords.Place(password);
                return reply.Tokens;
            }

            if (reply.Status == 401)
            {
                Passwords.Refuse(password);
                refusals++;
            }

            await Dice.RestAsync();
        }

        return null;
    });

    /// <summary>An administrator gives the user other roles, and asks until that is answered. What was issued before is recalled.</summary>
    public async Task ChangeRolesAsync()
    {
        await _rolesGate.WaitAsync();
        try
        {
            var issued = Held.ToArray();
            _id ??= (string)JsonNode.Parse(Base64Url.DecodeFromChars(issued[0].Access.Split('.')[1]))!["sub"]!;
            _roles++;
            Reply reply;
            int node;
            do
            {
                node = Dice.Below(ChaosNodes.Count);
                reply = await Asker.AskAsync(Question.ChangingRoles(await _run.Administrator.ProveAsync(), _id, _roles), node);
                await (reply.IsOpen ? Dice.RestAsync() : Task.CompletedTask);
            }
            while (reply.IsOpen);
            await Task.WhenAll(issued.Select(tokens => Inquests.RecalledAsync(tokens, node)));
        }
        finally
        {
            _rolesGate.Release();
        }
    }

    public void Dispose()
    {
        _leaving.Dispose();
        _passwordGate.Dispose();
        _rolesGate.Dispose();
    }
}
