using System.Diagnostics.Metrics;
using Cardea.Accounts;
using Cardea.AspNetCore.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Tests.Passwords;

public sealed class Argon2idPasswordHasherTests : IDisposable
{
    // Computed by another implementation (hash-wasm 4), of the salt 00 01 … 0f.
    private const string Password = "correct horse battery staple \u00E9";
    private const string Strong = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$hrb8ZM1cEMZRww7Ofqc8obw7/W4K2QxOXQLh86YlCvI";
    private const string Weak = "$argon2id$v=19$m=64,t=3,p=1$AAECAwQFBgcICQoLDA0ODw$MXT54/tAvwFr0RGgAOiXHD4jwbQCnuNCs2oWo9m5WbI";
    private const string Weakest = "$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg";

    private static readonly CardeaUser User = new();

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CardeaOptions _options = new();
    private readonly Argon2idPasswordHasher<CardeaUser> _hasher;

    public Argon2idPasswordHasherTests() => _hasher = new(_options, _services.GetRequiredService<IMeterFactory>(), TimeProvider.System);

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(Strong, PasswordVerificationResult.Success)]
    [InlineData(Weak, PasswordVerificationResult.SuccessRehashNeeded)]
    [InlineData(Weakest, PasswordVerificationResult.SuccessRehashNeeded)]
    public void Hashes_of_other_implementations_are_understood(string hash, PasswordVerificationResult result)
    {
        Assert.Equal(result, Verify(hash, Password));
        Assert.Equal(result, Verify(hash, Password.Normalize(System.Text.NormalizationForm.FormD)));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, Password + " "));
    }

    [Fact]
    public void A_hash_is_a_PHC_string_with_a_salt_of_its_own()
    {
        var (one, other) = (_hasher.HashPassword(User, Password), _hasher.HashPassword(User, Password));

        Assert.Matches(@"^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$", one);
        Assert.NotEqual(one.Split('$')[4], other.Split('$')[4]);
        Assert.NotEqual(one.Split('$')[5], other.Split('$')[5]);
        Assert.Equal(PasswordVerificationResult.Success, Verify(one, Password));
    }

    [Theory]
    [InlineData(19456, 3)]
    [InlineData(19457, 2)]
    public void Raised_parameters_ask_for_a_new_hash(int memoryKiB, int iterations)
    {
        (_options.Passwords.MemoryKiB, _options.Passwords.Iterations) = (memoryKiB, iterations);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(Strong, Password));
        Assert.Equal(PasswordVerificationResult.Success, Verify(_hasher.HashPassword(User, Password), Password));
    }

    [Fact]
    public void Lowered_parameters_leave_a_hash_as_it_is()
    {
        (_options.Passwords.MemoryKiB, _options.Passwords.Iterations) = (64, 1);

        Assert.Equal(PasswordVerificationResult.Success, Verify(Strong, Password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("$")]
    [InlineData("$argon2id$")]
    [InlineData("$argon2i$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$v=16$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$v=19$t=1,m=8,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$v=19$m=08,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$v=19$m=+8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw==$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg=")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODx$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kh")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB_Kg")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg\n")]
    [InlineData(" $argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$$")]
    [InlineData("$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW")]
    [InlineData("AQAAAAIAAYagAAAAEGgwRnGtEz5c7xYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFYqFQ==")]
    public void What_is_no_hash_of_ours_fails(string hash)
    {
        Assert.Null(PasswordHash.Parse(hash));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, Password));
    }

    [Theory]
    [InlineData("7", "1", "1")]
    [InlineData("1048577", "1", "1")]
    [InlineData("4294967295", "1", "1")]
    [InlineData("99999999999999999999", "1", "1")]
    [InlineData("8", "0", "1")]
    [InlineData("8", "65", "1")]
    [InlineData("8", "4294967295", "1")]
    [InlineData("8", "1", "0")]
    [InlineData("8", "1", "2")]
    [InlineData("8", "1", "16777215")]
    public void Parameters_that_nobody_can_have_set_are_not_believed(string memory, string iterations, string lanes)
    {
        var hash = $"$argon2id$v=19$m={memory},t={iterations},p={lanes}$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg";

        Assert.Null(PasswordHash.Parse(hash));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, Password));
    }

    [Theory]
    [InlineData("8", "1")]
    [InlineData("1048576", "64")]
    public void Parameters_that_can_be_set_are_read(string memory, string iterations)
    {
        var hash = $"$argon2id$v=19$m={memory},t={iterations},p=1$AAECAwQFBgcICQoLDA0ODw$UqIdk8eBFhQylWEQJqbCyw0drxZFzLIr1l8k1sJB/Kg";

        Assert.Equal(hash, PasswordHash.Parse(hash)?.Reveal());
    }

    [Fact]
    public void No_other_character_will_do_anywhere()
    {
        (_options.Passwords.MemoryKiB, _options.Passwords.Iterations) = (8, 1);
        for (var at = 0; at < Weakest.Length; at++)
        {
            foreach (var character in "$,=AQgw059z/+ \0\u0661\uFF10")
            {
                if (character != Weakest[at])
                {
                    Assert.Equal(PasswordVerificationResult.Failed, Verify($"{Weakest[..at]}{character}{Weakest[(at + 1)..]}", Password));
                }
            }
        }
    }

    [Fact]
    public void What_no_account_can_have_is_never_hashed()
    {
        foreach (var password in (string[])["", new('x', 1025), new('\u00E9', 513), new('x', 3000), "\uD83D", "\uDE00\uD83D"])
        {
            Assert.Throws<ArgumentException>(() => _hasher.HashPassword(User, password));
            Assert.Equal(PasswordVerificationResult.Failed, Verify(Strong, password));
        }
    }

    [Fact]
    public void A_password_that_composing_makes_short_enough_is_hashed()
    {
        // 1,364 characters that compose to 341, of three bytes each.
        var decomposed = string.Concat(Enumerable.Repeat("\u03C9\u0314\u0342\u0345", 341));

        Assert.Equal(PasswordVerificationResult.Success, Verify(_hasher.HashPassword(User, decomposed), decomposed.Normalize()));
    }

    [Fact]
    public void Printing_a_hash_shows_nothing_of_it() =>
        Assert.Equal(typeof(PasswordHash).FullName, PasswordHash.Parse(Strong)!.ToString());

    private PasswordVerificationResult Verify(string hash, string password) => _hasher.VerifyHashedPassword(User, hash, password);
}
